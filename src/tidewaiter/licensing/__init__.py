"""License determination under the EAR: three-valued, dated and cited, in the order of part 732."""

from tidewaiter.licensing.classification import Classification, Kind, classify
from tidewaiter.licensing.determine import determine
from tidewaiter.licensing.listed import stated_listings
from tidewaiter.licensing.owner_shares import ownership
from tidewaiter.licensing.ownership import Owned, owned, walk

__all__ = ["Classification", "Kind", "Owned", "classify", "determine", "owned", "ownership", "stated_listings", "walk"]
