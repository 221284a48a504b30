"""Software Carbon Intensity (ISO/IEC 21031): carbon for one functional unit."""

from carbongate.figure import Figure
from carbongate.model import FunctionalUnit, Totals


def score(totals: Totals, unit: FunctionalUnit, *, together: bool = False) -> Figure:
    """gCO2e/unit: (operational + embodied) / R over the same month.

    `together`: carbon grows with R (a pipeline's runs), so both stand at the same end of their
    ranges. Errors: FigureError, naming the configuration key, when R is not greater than zero.
    """
    return totals.carbon.over(unit.per_month, unit.key, together=together)
