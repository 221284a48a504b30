"""Software Carbon Intensity (ISO/IEC 21031): carbon for one functional unit."""

from carbongate.figure import Figure
from carbongate.model import FunctionalUnit


def score(carbon: Figure, unit: FunctionalUnit, *, together: bool = False) -> Figure:
    """gCO2e/unit: (operational + embodied) in gCO2e / R over the same month.

    `together`: carbon grows with R (a pipeline's runs), so both stand at the same end of their
    ranges. Errors: FigureError, naming the configuration key, when R is not greater than zero.
    """
    return carbon.over(unit.per_month, unit.key, together=together)
