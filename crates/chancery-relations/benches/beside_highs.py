"""The frustration index by Chancery and by the plain binary programme on HiGHS, on the same files in the same run.

    cargo build --release -p chancery-relations --example balance
    python beside_highs.py --data DIR [--solver target/release/examples/balance] [--networks cow,gahuku] [--limit 1200]
        [--model and|xor] [--json FILE]

DIR is the folder of reference networks (edge lists with `a`, `b` and `sign`, packed by gzip or not). Needs `highspy`.

The programme is the plain one of Aref, Mason and Wilson (2020, *Networks* 75): a binary for the side of each node and one
more for each tie, without their valid inequalities and without any reduction. AND, the faster of the two on HiGHS: the
tie's variable is the product of its sides, so f <= x and f <= y for a positive tie and f >= x + y - 1 for a negative one; the
least of x + y - 2f, and of 1 less that for negative ties, is sought. XOR: the tie's variable is 1 where it is frustrated. One
thread each; HiGHS stops after --limit seconds a network.
Times are seconds of processor time of the process, reading the file included; that of Chancery includes its start.
"""

import argparse
import csv
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path


def networks(folder, wanted):
    files = [path for path in sorted(Path(folder).rglob("*")) if path.name.endswith((".csv", ".csv.gz"))]
    for path in files:
        with unpacked(path) as lines:
            header = next(csv.reader(lines), [])
        named = not wanted or any(part in path.name for part in wanted)
        if named and {"a", "b", "sign"} <= set(header):
            yield path


def unpacked(path):
    return gzip.open(path, "rt", encoding="utf-8") if path.name.endswith(".gz") else open(path, encoding="utf-8")


def ties(path):
    with unpacked(path) as lines:
        rows = [(row["a"], row["b"], float(row["sign"])) for row in csv.DictReader(lines)]
    names = {name: place for place, name in enumerate(sorted({name for a, b, _ in rows for name in (a, b)}))}
    return len(names), [(names[a], names[b], 1 if sign > 0 else -1) for a, b, sign in rows if sign]


def programme(model, nodes, edges):
    """Returns HiGHS with the programme, and the constant of its objective."""
    import highspy
    import numpy

    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("mip_rel_gap", 0.0)
    count = nodes + len(edges)
    costs, lower, starts, columns, values = numpy.zeros(count), [], [], [], []

    def row(least, *terms):
        lower.append(least)
        starts.append(len(columns))
        for column, value in terms:
            columns.append(column)
            values.append(value)

    constant = 0
    for place, (x, y, sign) in enumerate(edges):
        f = nodes + place
        if model == "xor":
            costs[f] = 1
            if sign > 0:
                row(0, (f, 1), (x, -1), (y, 1))
                row(0, (f, 1), (x, 1), (y, -1))
            else:
                row(-1, (f, 1), (x, -1), (y, -1))
                row(1, (f, 1), (x, 1), (y, 1))
        else:
            # Frustrated: x + y - 2xy of a positive tie, 1 less that of a negative one.
            costs[x] += sign
            costs[y] += sign
            costs[f] = -2 * sign
            constant += sign < 0
            if sign > 0:
                row(0, (x, 1), (f, -1))
                row(0, (y, 1), (f, -1))
            else:
                row(-1, (f, 1), (x, -1), (y, -1))
    infinite = highspy.kHighsInf
    highs.addVars(count, numpy.zeros(count), numpy.ones(count))
    every = numpy.arange(count, dtype=numpy.int32)
    highs.changeColsCost(count, every, costs)
    highs.changeColsIntegrality(count, every, numpy.full(count, highspy.HighsVarType.kInteger))
    highs.addRows(
        len(lower),
        numpy.array(lower, dtype=float),
        numpy.full(len(lower), infinite),
        len(columns),
        numpy.array(starts, dtype=numpy.int32),
        numpy.array(columns, dtype=numpy.int32),
        numpy.array(values, dtype=float),
    )
    return highs, constant


def by_highs(path, model, limit):
    import highspy

    nodes, edges = ties(path)
    highs, constant = programme(model, nodes, edges)
    highs.setOptionValue("time_limit", float(limit))
    highs.run()
    info = highs.getInfo()
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    return {
        "nodes": nodes,
        "ties": len(edges),
        "frustration": round(info.objective_function_value + constant) if found else None,
        "lower_bound": round(info.mip_dual_bound + constant, 3),
        "proved": highs.getModelStatus() == highspy.HighsModelStatus.kOptimal,
    }


def apart(work):
    """Runs `work` in a process of its own; returns its result and its seconds of processor time."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        # HiGHS greets on its standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        with os.fdopen(writer, "w") as out:
            json.dump(work(), out)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as given:
        text = given.read()
    _, status, usage = os.wait4(child, 0)
    return (json.loads(text) if status == 0 and text else None), usage.ru_utime + usage.ru_stime


def by_chancery(solver, path):
    def spent():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime

    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "network.csv"
        with unpacked(path) as lines:
            plain.write_text(lines.read(), encoding="utf-8")
        before = spent()
        out = subprocess.run([solver, "index", plain], check=True, capture_output=True).stdout
        return json.loads(out), spent() - before


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--solver", default="target/release/examples/balance")
    parser.add_argument("--networks", default="", help="parts of file names, with commas; all without it")
    parser.add_argument("--limit", type=float, default=1200.0, help="seconds that HiGHS may take for a network")
    parser.add_argument("--model", choices=["and", "xor"], default="and")
    parser.add_argument("--json", help="write every row to this file")
    chosen = parser.parse_args()
    rows = []
    print("network\tnodes\tties\tHiGHS: L\tat least\tproved\tCPU s\tChancery: L\tproved\tCPU s\tagree")
    for path in networks(chosen.data, [part for part in chosen.networks.split(",") if part]):
        theirs, their_time = apart(lambda: by_highs(path, chosen.model, chosen.limit))
        theirs = theirs or {"nodes": None, "ties": None, "frustration": None, "lower_bound": None, "proved": False}
        ours, our_time = by_chancery(chosen.solver, path)
        both = theirs["proved"] and ours["proved_optimal"]
        row = {
            "network": path.name,
            "highs": {**theirs, "cpu_s": round(their_time, 3)},
            "chancery": {**ours, "cpu_s": round(our_time, 3)},
            "agree": theirs["frustration"] == ours["frustration"] if both else None,
        }
        rows.append(row)
        cells = [path.name, theirs["nodes"], theirs["ties"], theirs["frustration"], theirs["lower_bound"], theirs["proved"]]
        cells += [f"{their_time:.2f}", ours["frustration"], ours["proved_optimal"], f"{our_time:.3f}", row["agree"]]
        print("\t".join(str(cell) for cell in cells), flush=True)
    for side, proved in [("highs", "proved"), ("chancery", "proved_optimal")]:
        times = [row[side]["cpu_s"] for row in rows]
        done = sum(row[side][proved] for row in rows)
        print(f"{side}: {done} of {len(rows)} proved, {sum(times):.1f} s in all, worst {max(times, default=0):.2f} s")
    if chosen.json:
        Path(chosen.json).write_text(json.dumps(rows, indent=1), encoding="utf-8")
    sys.exit(any(row["agree"] is False for row in rows))


if __name__ == "__main__":
    main()
