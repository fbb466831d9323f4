"""License determination under the EAR: three-valued, dated and cited, in the order of part 732."""

from tidewaiter.licensing.classification import Classification, Kind, classify
from tidewaiter.licensing.determine import determine
from tidewaiter.licensing.listed import owned_share, stated_listings

__all__ = ["Classification", "Kind", "classify", "determine", "owned_share", "stated_listings"]
