"""Company resolution by Splink, for comparison: run in an environment of its own that has splink, duckdb and pyarrow.

``python benchmarks/networks/peer_splink.py IDENTITIES.parquet CLUSTERS.parquet`` reads what ``compare_peers`` wrote:
names in Latin letters without legal forms and other fields normalised as ours are, one row an identity. Its weights are
estimated without truth (u from random pairs, m by expectation maximisation, term frequencies), as its guide says.
"""

from __future__ import annotations

import sys
import time

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLD = 0.95


def main() -> None:
    source, target = sys.argv[1:]
    start = time.process_time()
    rules = [
        block_on("tax_id"),
        block_on("phone"),
        block_on("mail"),
        block_on("name"),
        block_on("root", "country"),
        block_on("building", "country"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="identity",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.95, 0.9, 0.8]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("root").configure(term_frequency_adjustments=True),
            cl.ExactMatch("country").configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("tax_id", 1).configure(term_frequency_adjustments=True),
            cl.ExactMatch("phone").configure(term_frequency_adjustments=True),
            cl.ExactMatch("mail").configure(term_frequency_adjustments=True),
            cl.ExactMatch("building").configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    connection = duckdb.connect()
    database = DuckDBAPI(connection=connection)
    linker = Linker(database.register(pq.read_table(source)), settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match([block_on("tax_id")], recall=0.4)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (block_on("name"), block_on("tax_id"), block_on("building", "country")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=THRESHOLD)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=THRESHOLD)
    table = connection.table(found.physical_name).project("cluster_id, identity").to_arrow_table()
    pq.write_table(pa.table(table), target)
    print(f"{time.process_time() - start:.1f} CPU s")


if __name__ == "__main__":
    main()
