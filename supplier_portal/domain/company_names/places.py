"""Countries, provinces, cities and directions, as they stand in companies' names: neighbours share them."""

PLACE_WORDS = frozenset(
    """
    africa african america american americas amsterdam anhui argentina asia asian atlantic australia australian
    austria bangkok bangladesh barcelona beijing belgie belgique belgium berlin brasil brazil britain british
    bulgaria cambodia canada canadian changchun changsha changshu changzhou chengdu chile china chinese chongqing
    chuzhou cixi colombia copenhagen croatia czech dalian danmark delhi denmark deutsche deutscher deutschland
    dongguan dubai dublin east eastern egypt england espana estonia europa europe european far finland foshan
    france fujian fuzhou gansu german germany global greece guangdong guangxi guangzhou guizhou hainan hamburg
    hangzhou hanoi hebei hefei heilongjiang helsinki henan ho hong hongkong hubei huizhou hunan hungary huzhou
    india indian indonesia international internationale ireland irish israel istanbul italia italian italiana
    italy jakarta japan japanese jiangmen jiangsu jiangxi jiangyin jiaxing jinan jinhua johannesburg jordan kenya
    kong korea korean kunming kunshan kuwait kyoto langfang lanka latvia lebanon lianyungang liaoning lisbon
    lithuania london luxembourg macao macau madrid malaysia manchester manila mauritius mexicana mexico milan
    milano minh moscow mumbai munich myanmar nagoya nanchang nanjing nantong national nederland nederlandse
    netherlands nigeria ningbo nordic norge north northern norway oriental osaka oslo pacific pakistan panama
    paris peking peru philippines poland polska portugal putian qatar qingdao quanzhou republic romania rome
    russia saigon scandinavia scandinavian scotland seoul serbia shaanxi shandong shanghai shantou shanxi shaoxing
    shenyang shenzhen shijiazhuang sichuan singapore slovakia slovenia south southern spain sri stockholm suomen
    suomi suzhou svenska sverige sweden swedish swiss switzerland sydney taicang taipei taiwan taizhou tangshan
    thai thailand tianjin tokyo toronto tunisia turkey turkiye uae uk ukraine us usa vienna viet vietnam vina
    warsaw weifang weihai wenzhou west western world worldwide wuhan wuhu wuxi xiamen xian xinjiang xuzhou
    yancheng yangzhou yangzi yantai yixing yokohama yunnan yuyao zealand zhangjiagang zhejiang zhengzhou zhenjiang
    zhongshan zhuhai zhuzhou zurich
    """.split()  # noqa: SIM905 a list of words is easier to add to
)
