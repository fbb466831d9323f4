"""Listings as FollowTheMoney entities, the interchange format of the field (https://followthemoney.tech)."""

from tidewaiter.reports.ftm.datasets import Dataset, dataset
from tidewaiter.reports.ftm.export import exported
from tidewaiter.reports.ftm.listing import RECORD, entity_of, sanction_of, topics_of

__all__ = ["RECORD", "Dataset", "dataset", "entity_of", "exported", "sanction_of", "topics_of"]
