"""The tables, the JSON Schema and the field documentation are what the record types say, and nothing beside."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import get_origin

import pytest
from making import gold_record
from pydantic import Field

from schemas import LISTS, Post, Unit
from schemas import tables as module
from schemas.facts import ArticleInfo, told
from schemas.generate import FILES, fields
from schemas.tables import ENTITIES, FACTS, ONE, TABLES, cells, inner, labels, values

MODELS = {**LISTS, "posts": Post}


@pytest.mark.parametrize("name", MODELS)
def test_every_field_is_a_column_of_its_type_and_label(name):
    table = FACTS[name]
    for field, info in MODELS[name].model_fields.items():
        if field in ("mentions", "posts"):
            continue
        kind = inner(info.annotation)
        column = table.column("year_told" if field == "year" else field)
        assert (column.vi, column.en) == labels(info)
        assert column.type is (str if get_origin(kind) is list else kind)
        assert column.json == (get_origin(kind) is list)


@pytest.mark.parametrize("name", MODELS)
def test_every_column_of_a_fact_is_a_field_or_what_all_facts_have(name):
    own = {c.name for c in FACTS[name].columns if not c.field}
    assert own <= {"id", "article", "year", "start", "repeats", "official", "person", "former"}
    assert {"id", "article", "year", "start", "repeats"} <= own


def test_a_field_that_is_added_is_a_column():
    class Longer(Unit):
        motto: str | None = told("Phương châm", "its motto", default=None)
        parent: str | None = told("Cấp trên", "unit above it", default=None, refers="units")

    names = [c.name for c in module._columns(Longer)]
    assert names == ["unit", "name", "variants", "kind", "motto", "parent_unit", "parent", "confidence"]


def test_fields_that_refer_have_a_column_for_each_entity():
    told = {(t.name, c.name): c.refers for t in FACTS.values() for c in t.columns if c.refers in ENTITIES}
    assert told == {
        ("article_units", "unit"): "units",
        ("article_officials", "person"): "people",
        ("article_people", "person"): "people",
        ("article_themes", "theme"): "themes",
        ("posts", "person"): "people",
        ("posts", "unit_id"): "units",
        ("awards", "award_type"): "award_types",
        ("awards", "recipient_unit"): "units",
        ("awards", "recipient_person"): "people",
        ("awards", "grantor_unit"): "units",
        ("events", "organizer_unit"): "units",
        ("documents", "issuer_unit"): "units",
        ("mandates", "holder_unit"): "units",
        ("mandates", "unit_id"): "units",
    }


def test_columns_refer_to_tables_that_come_before():
    seen: set[str] = set()
    for table in TABLES.values():
        assert {c.refers for c in table.columns if c.refers} <= seen
        assert len({c.name for c in table.columns}) == len(table.columns)
        seen.add(table.name)
    assert set(ONE) == set(ENTITIES) <= seen


def test_every_table_and_column_has_both_labels():
    for table in TABLES.values():
        assert table.vi
        assert table.en
        for column in table.columns:
            assert column.vi.strip(), f"{table.name}.{column.name}"
            assert column.en.strip(), f"{table.name}.{column.name}"


def test_cells_and_back(samples):
    for path in sorted(samples.glob("*.txt")):
        told = gold_record(path.with_suffix(".json"), path.read_text(encoding="utf-8"))
        for name, model in LISTS.items():
            for fact in getattr(told, name):
                back = values(FACTS[name], cells(FACTS[name], fact))
                rest = {k: getattr(fact, k) for k in ("mentions", "posts") if k in model.model_fields}
                assert model(**back, **rest) == fact


def test_what_people_filter_by_has_an_index():
    for table, names in {
        "awards": "status award award_type year recipient_unit grantor",
        "article_units": "kind unit",
        "posts": "former",
    }.items():
        assert [n for n in names.split() if not (TABLES[table].column(n).index or TABLES[table].column(n).refers)] == []


def test_an_unknown_column_is_an_error():
    with pytest.raises(KeyError, match="awards has no column 'colour'"):
        TABLES["awards"].column("colour")


@pytest.mark.parametrize("path", FILES, ids=str)
def test_the_files_written_from_the_types_match(root, path):
    assert (root / path).read_text(encoding="utf-8") == FILES[path](), "run python -m schemas.generate"


def test_generate_tells_what_is_not_up_to_date(root):
    done = subprocess.run(
        [sys.executable, "-m", "schemas.generate", "--check"], cwd=root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_schema_names_every_list_and_refuses_unknown_keys(root):
    schema = json.loads((root / "schemas" / "record.schema.json").read_text(encoding="utf-8"))
    assert set(schema["properties"]) == {"article", *LISTS}
    assert schema["additionalProperties"] is False
    assert all(not one["additionalProperties"] for one in schema["$defs"].values())
    assert set(schema["$defs"]["ArticleInfo"]["properties"]) == set(ArticleInfo.model_fields)


def test_the_documentation_tells_every_field_and_column():
    text = fields()
    for name, model in MODELS.items():
        part = text.split(f"### {name}: ")[1].split("\n### ")[0]
        assert [line.split("`")[1] for line in part.splitlines() if line.startswith("| `")] == list(model.model_fields)
    for table in TABLES.values():
        part = text.split("## The archive")[1].split(f"### {table.name}: ")[1].split("\n### ")[0]
        assert [line.split("`")[1] for line in part.splitlines() if line.startswith("| `")] == [c.name for c in table.columns]


def test_a_field_without_labels_is_refused():
    class Bare(Unit):
        motto: str | None = Field(default=None)

    with pytest.raises(TypeError):
        list(module._columns(Bare))
