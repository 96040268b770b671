"""Chancery's queries beside DuckDB's on the same Parquet files, in turns, in one run.

    pip install duckdb
    cargo run --release -p xtask -- gdelt 20000000 1 events.tsv
    chancery init CASE; chancery import CASE --from gdelt events.tsv
    cargo build --release -p chancery-query --example ask
    python crates/chancery-query/benches/beside_duckdb.py --chancery target/release/chancery \
        --ask target/release/examples/ask --case CASE

The dyad-month aggregate is a process of Chancery's from start to end; DuckDB's is timed inside a
process that is already running. The read of one dyad as of a day is timed inside a process for both,
after a first read that is not counted.
"""

import argparse
import glob
import os
import resource
import statistics
import subprocess
import time

import duckdb

MONTHS = """SELECT count(*), sum(events) FROM (
    SELECT actor, recipient, date_trunc('month', {day}) AS month, count(*) AS events, sum(score) AS score
    FROM {table} WHERE {event} actor IS NOT NULL AND recipient IS NOT NULL GROUP BY 1, 2, 3)"""
DYAD = "SELECT {columns} FROM {table} WHERE {event} actor = 'FRA' AND recipient = 'DEU' {known}"
AS_OF = "2019-06-30"
DAY = "coalesce(date_from, date_to, reported)"


def used(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def timed(work, who):
    start, before = time.time(), used(who)
    result = work()
    return time.time() - start, used(who) - before, result


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--chancery", required=True)
    parser.add_argument("--ask", required=True)
    parser.add_argument("--case", required=True)
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()

    files = glob.glob(os.path.join(options.case, "record/statements/**/*.parquet"), recursive=True)
    duck = duckdb.connect()
    duck.execute(f"SET threads={os.cpu_count()}")
    source = f"read_parquet({sorted(files)!r}, hive_partitioning=false)"

    def months_of_chancery():
        query = MONTHS.format(day="day", table="events", event="")
        command = [options.chancery, "sql", options.case, query, "--format", "csv"]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[1]

    def months_of_duck():
        query = MONTHS.format(day=DAY, table=source, event="kind = 'event' AND")
        return ",".join(str(cell) for cell in duck.execute(query).fetchone())

    print(f"{len(files)} files, {os.cpu_count()} cores")
    for _ in range(options.turns):
        ours = timed(months_of_chancery, resource.RUSAGE_CHILDREN)
        theirs = timed(months_of_duck, resource.RUSAGE_SELF)
        assert ours[2] == theirs[2], (ours[2], theirs[2])
        print(f"dyad-months: chancery {ours[0]:.2f} s ({ours[1]:.2f} of processor time), "
              f"duckdb {theirs[0]:.2f} s ({theirs[1]:.2f})")
    for columns in ["id, {day} AS day, event_type, score, place, words", "*"]:
        query = DYAD.format(columns=columns.format(day="day"), table="events", event="", known="")
        command = [options.ask, options.case, query, str(options.turns + 1), AS_OF]
        lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
        ours = [float(line.split(" ms")[0]) for line in lines[2:]]
        query = DYAD.format(columns=columns.format(day=DAY), table=source, event="kind = 'event' AND",
                            known=f"AND reported <= DATE '{AS_OF}'")
        duck.execute(query).fetchall()
        theirs = [timed(lambda: duck.execute(query).fetchall(), resource.RUSAGE_SELF) for _ in ours]
        rows = {len(turn[2]) for turn in theirs} | {int(lines[-1].split(", ")[1].split()[0])}
        assert len(rows) == 1, rows
        print(f"one dyad as of {AS_OF} ({rows.pop()} rows, {'all' if columns == '*' else 'six'} columns): "
              f"chancery median {statistics.median(ours):.0f} ms ({min(ours):.0f} to {max(ours):.0f}), "
              f"duckdb {statistics.median(turn[0] for turn in theirs) * 1e3:.0f} ms")


if __name__ == "__main__":
    main()
