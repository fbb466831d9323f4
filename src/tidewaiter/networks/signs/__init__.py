"""Signs: named facts about a company that evaders show more often than honest traders."""

from tidewaiter.networks.signs.catalog import BY_ID, SIGNS
from tidewaiter.networks.signs.definition import (
    ABSENT,
    PRESENT,
    UNDETERMINED,
    Facts,
    Kind,
    Measured,
    Records,
    SignDefinition,
)
from tidewaiter.networks.signs.measure import base_rates, measure_all

__all__ = [
    "ABSENT",
    "BY_ID",
    "PRESENT",
    "SIGNS",
    "UNDETERMINED",
    "Facts",
    "Kind",
    "Measured",
    "Records",
    "SignDefinition",
    "base_rates",
    "measure_all",
]
