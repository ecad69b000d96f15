"""Words that stand in many companies' names and so tell none of them."""

LEGAL_FORMS = frozenset(
    """
    ab ag aps as asa bhd bv bvba cjsc co company corp corporation cv dac doo eeig ehf eirl eurl gmbh group hf holding
    holdings inc incorporated jsc kabushiki kaisha kft kg kgaa kk limited llc llp lp ltd ltda nv oao oy oyj ojsc pao
    pjsc plc private pt pte pty public pvt rt sa sab sae sarl sas sau sca sdn se sgps sl slu sp spa spol spzoo srl sro
    tbk ua ug yk zao zrt
    """.split()  # noqa: SIM905 a list of words is easier to read and to add to than a list of strings
)

COMMON_WORDS = frozenset(
    """
    a advanced an and asia china components de del der des die du electric electrical electronic electronics
    engineering enterprise enterprises equipment europe for global hong industrial industries industry international
    kong la le manufacturing of precision products services solutions systems technologies technology the und
    """.split()  # noqa: SIM905 as above
)

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

CHINESE_COMMON_WORDS = (
    *(
        "集团",
        "控股",
        "股份",
        "科技",
        "技术",
        "电子",
        "实业",
        "工业",
        "制造",
        "国际",
        "中国",
        "精密",
        "材料",
        "设备",
        "企业",
    ),
    *("集團", "技術", "電子", "實業", "工業", "製造", "國際", "中國", "設備", "企業"),
)
