"""Text to events, by Chancery and by the pipeline that event data were made with before: UDPipe's parser and
UniversalPetrarch's coder, on the same dispatches, one core, in seconds of processor time.

    python old_pipeline.py --dispatches FILE.jsonl.gz --petrarch DIR --udpipe MODEL --chancery PROGRAM [--n 500] [--seed 1]

DIR is the folder `UniversalPetrarch` of the repository openeventdata/UniversalPetrarch (Python 3 with `networkx`,
`unidecode`, `python-dateutil`), MODEL a UDPipe 1 model of English (`ufal.udpipe`). Starting up, reading
dictionaries and models, is left out of both: Chancery's by the difference to a run on one dispatch.
"""

import argparse
import contextlib
import gzip
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time


def dispatches(path, count, seed):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    drawn = random.Random(seed).sample(range(len(records)), count)
    return [records[number] for number in sorted(drawn)]


def udpipe(model_path):
    from ufal.udpipe import Model, Pipeline, ProcessingError

    model = Model.load(model_path)
    if not model:
        sys.exit(f"{model_path}: no UDPipe model")
    pipeline = Pipeline(model, "tokenize", Pipeline.DEFAULT, Pipeline.DEFAULT, "conllu")
    error = ProcessingError()

    def parse(text):
        """Returns the words and the tree of each sentence."""
        out = []
        for block in pipeline.process(text, error).strip().split("\n\n"):
            lines = block.split("\n")
            words = [line for line in lines if line and not line.startswith("#")]
            if words:
                text = " ".join(line.split("\t")[1] for line in words)
                out.append((text, "\n".join(words)))
        return out

    # The pipeline points into the model and does not keep it.
    parse.model = model
    return parse


def petrarch(folder):
    """Returns the coder of a parsed sentence."""
    folder = os.path.abspath(folder)
    sys.path.insert(0, folder)
    os.chdir(folder)
    import networkx

    # The coder was written for networkx 1.
    networkx.Graph.node = property(lambda graph: graph.nodes)
    import PETRglobals
    import PETRgraph
    import PETRreader
    import petrarch_ud
    import utilities

    utilities.init_logger("/dev/null", False)
    PETRglobals.ConfigFileName = "PETR_config.ini"
    PETRreader.parse_Config(utilities._get_data("data/config/", "PETR_config.ini"))
    petrarch_ud.read_dictionaries()

    def code(text, tree, day):
        if petrarch_ud.check_discards(text)[0] > 0:
            return 0
        sentence = PETRgraph.Sentence(tree, text, PETRreader.dstr_to_ordate(day.replace("-", "")))
        return len(sentence.get_events())

    return code


def chancery(program, records):
    """Returns the seconds of processor time and the sentences that the program counts."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        for number, record in enumerate(records):
            file.write(json.dumps({"id": str(number), "text": record["text"], "date": record["date"]}) + "\n")
        file.flush()
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [program, "code", file.name, "--quiet", "--timing"],
            env={**os.environ, "RAYON_NUM_THREADS": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    said = done.stderr.replace(",", "").split()
    return seconds, int(said[said.index("sentences") - 1])


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--dispatches", required=True)
    arguments.add_argument("--petrarch", required=True)
    arguments.add_argument("--udpipe", required=True)
    arguments.add_argument("--chancery", required=True)
    arguments.add_argument("--n", type=int, default=500)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    program = os.path.abspath(given.chancery)
    records = dispatches(given.dispatches, given.n, given.seed)
    parse = udpipe(os.path.abspath(given.udpipe))
    with contextlib.redirect_stdout(io.StringIO()):
        code = petrarch(given.petrarch)
    parse("Israel struck Iran.")

    start = time.process_time()
    parsed = [(record["date"], parse(record["text"])) for record in records]
    parsing = time.process_time() - start
    sentences = sum(len(trees) for _, trees in parsed)

    events = failed = 0
    start = time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        for day, trees in parsed:
            for text, tree in trees:
                try:
                    events += code(text, tree, day)
                except Exception:
                    failed += 1
    coding = time.process_time() - start

    opening, _ = chancery(program, records[:1])
    whole, own = chancery(program, records)
    ours = own / max(whole - opening, 1e-9)
    theirs = sentences / (parsing + coding)
    print(f"{len(records)} dispatches, seed {given.seed}")
    print(f"UDPipe: {sentences} sentences, {sentences / parsing:.0f} a second")
    print(f"UniversalPetrarch: {sentences / coding:.0f} a second, {events} events, {failed} sentences failed")
    print(f"the two together: {theirs:.0f} sentences a second")
    print(f"Chancery: {own} sentences, {ours:.0f} a second (opening takes {opening:.2f} s)")
    print(f"ratio: {ours / theirs:.1f}")


if __name__ == "__main__":
    main()
