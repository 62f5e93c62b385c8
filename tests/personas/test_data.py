"""Public tables that nobody prepared for this: they load as guessed and give personas."""

from __future__ import annotations

from pathlib import Path

import pytest

FILES = {
    "en_customer_personality/marketing_campaign.csv.gz": 2240,
    "en_packt_marketing/Churn_Modelling.csv.gz": 10_000,
    "en_packt_marketing/Telco_Churn_Data.csv.gz": 4708,
    "en_packt_marketing/bank_small.csv.gz": 4334,
    "en_superstore_sales/superstore.csv.gz": 793,
}


@pytest.mark.parametrize("name", FILES)
def test_the_guessed_mapping_gives_personas(personas, data: Path, name: str):
    file = data / name
    if not file.exists():
        pytest.skip(f"{name} is not among the data sets")
    report = personas.import_table(file, file.name)
    assert report.customers == FILES[name]
    assert personas.import_table(file, file.name).added == 0
    made = personas.make()
    assert len(made) >= 2
    assert sum(persona.size for persona in made) == FILES[name]
    assert len({persona.name for persona in made}) == len(made)
    assert all(trait.n > 0 for persona in made for trait in persona.traits)


@pytest.mark.nightly
def test_forty_five_thousand_calls(personas, data: Path):
    file = data / "en_bank_marketing_full" / "bank_full.csv.gz"
    if not file.exists():
        pytest.skip("bank_full.csv.gz is not among the data sets")
    personas.import_table(file, file.name)
    assert sum(persona.size for persona in personas.make()) == 45_211


def test_the_label_is_no_reason_for_a_group(personas, data: Path):
    file = data / "en_packt_marketing" / "Telco_Churn_Data.csv.gz"
    if not file.exists():
        pytest.skip("Telco_Churn_Data.csv.gz is not among the data sets")
    mapping = personas.import_table(file, file.name).mapping
    assert mapping.outcomes == ("Target Churn",)
    assert "Target Code" in mapping.left_out
    assert not {"Target Churn", "Target Code"} & set(personas.population().features().columns)
