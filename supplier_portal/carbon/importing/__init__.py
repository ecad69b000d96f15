"""What carbon takes in by file: CDP scores, data quality, emission factors and GWP sets."""

from supplier_portal.carbon.importing.cdp import CDP_SCORES
from supplier_portal.carbon.importing.factors import EMISSION_FACTORS
from supplier_portal.carbon.importing.potentials import WARMING_POTENTIALS
from supplier_portal.carbon.importing.quality import DATA_QUALITY

IMPORTERS = (CDP_SCORES, DATA_QUALITY, EMISSION_FACTORS, WARMING_POTENTIALS)
