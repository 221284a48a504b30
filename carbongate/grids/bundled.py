"""The yearly averages that travel with the program: location-based, no network."""

from carbongate.model import Site
from carbongate.tables import Tables

NAME = "bundled"


def site(tables: Tables, provider: str, region: str | None) -> Site:
    """Intensity (gCO2e/kWh) and PUE of a region; of an unknown one, its provider's range.

    Source: grid.csv and pue.csv of the dataset.
    """
    return tables.site(provider, region)
