"""Words that stand in many companies' names and so tell none of them."""

LEGAL_FORMS = frozenset(
    """
    ab ag aktiengesellschaft anonim aps as asa berhad bhd bv bvba cie cjsc co compagnie company corp corporation cv dac
    doo eeig ehf eirl eurl gmbh grop group groupe grupo gruppe gruppen gruppo hf holding holdings inc incorporated jsc
    kabushiki kaisha kft kg kgaa kk lda limited llc llp lp ltd ltda ltee mbh nv oao ojsc oo ooo oy oyj pao pjsc plc
    private pt pte pty publ public pvt rt sa sab sae sarl sas sau sca sdn se sgps sirketi sl slu sp spa spol spzoo srl
    sro sti tbk ua uab ug yk zao zrt
    """.split()  # noqa: SIM905 a list of words is easier to read and to add to than a list of strings
)

COMMON_WORDS = frozenset(
    """
    a advanced an and by components da das de del den der des die do dos du e electric electrical electronic electronics
    engineering enterprise enterprises equipment et for i in industrial industries industry la le les manufacturing
    manufacturers of og och precision product products service services solutions systems technologies technology the
    und ve y z
    """.split()  # noqa: SIM905 as above
)

WRITTEN_SHORT = {
    "corp": "corporation",
    "elec": "electric",
    "eng": "engineering",
    "engg": "engineering",
    "ind": "industries",
    "inds": "industries",
    "intl": "international",
    "int": "international",
    "mach": "machinery",
    "manuf": "manufacturing",
    "mfg": "manufacturing",
    "mfrs": "manufacturers",
    "mgmt": "management",
    "pharm": "pharmaceutical",
    "prod": "products",
    "svcs": "services",
    "sys": "systems",
    "tec": "technology",
    "technol": "technology",
    "techs": "technologies",
    "telecom": "telecommunications",
    "univ": "universal",
}
"""Short forms of common words, and what they stand for."""

ONE_SENSE = {
    "electronic": "electronics",
    "electrical": "electric",
    "enterprise": "enterprises",
    "industrial": "industries",
    "industry": "industries",
    "manufacturers": "manufacturing",
    "product": "products",
    "service": "services",
    "solution": "solutions",
    "system": "systems",
    "technologies": "technology",
}
"""Forms of common words that are mixed up."""

CHINESE_LEGAL_FORMS = (
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "集团公司",
    "总公司",
    "分公司",
    "株式会社",
    "股份公司",
    "公司",
)
