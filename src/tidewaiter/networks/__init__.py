"""Who carries it: companies, chains, signs and leads from shipment records."""
