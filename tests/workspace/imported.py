"""A workspace with two files of different layouts, some records of which are in both."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tidewaiter import Workspace

DAY = dt.date(2024, 12, 31)
_TABLE = """\
shipment_id,date,shipper,shipper_country,consignee,consignee_country,hs,destination_country,value_usd,net_kg,quantity
S1,2024-03-01,ACME CHIPS INC,US,ALMATY TRADE TOO,KZ,854231,KZ,1000,10,100
S2,2024-04-01,ALMATY TRADE TOO,KZ,MOSCOW ELEKTRO OOO,RU,854231,RU,1200,10,100
S3,2024-04-02,ACME CHIPS INC,US,BERLIN HANDEL GMBH,DE,854231,DE,700,7,70
"""
#: Another layout and order of columns; S3 is corrected.
_EXTRACT = """\
Record ID,Importer,Exporter,HS Code,Arrival Date,Total Value USD,Country of Origin
S3,BERLIN HANDEL GMBH,ACME CHIPS INC,854231,2024-04-02,900,US
S4,ANKARA PARTS AS,ACME CHIPS INC,870899,2024-05-02,300,US
"""
#: Shipper and value of every record, by its id.
OF_TWO_FILES = {
    "S1": ("ACME CHIPS INC", 1000.0),
    "S2": ("ALMATY TRADE TOO", 1200.0),
    "S3": ("ACME CHIPS INC", 900.0),
    "S4": ("ACME CHIPS INC", 300.0),
}


def two_files(folder: Path) -> Workspace:
    """Import both files into a workspace in the folder that knows one list, of one invented party."""
    space = Workspace(folder / "space", today=lambda: DAY, carried=folder / "nothing")
    (folder / "list.csv").write_text("name,country,listed_on\nOrion Harbor Lines,PA,2020-01-01\n", encoding="utf-8")
    space.lists.import_custom(folder / "list.csv", "own")
    for name, text, layout in (("table", _TABLE, "canonical"), ("extract", _EXTRACT, "extract-import")):
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
        done = space.shipments.import_file(folder / f"{name}.csv")
        assert (done.layout, done.rejected) == (layout, 0)
    return space
