"""Chinese words that stand in many companies' names and so tell none of them."""

CHINESE_COMMON_WORDS = tuple(
    """
    进出口 自动化 零部件 新能源 半导体 线路板 电路板 新材料 电路 线路 集团 控股 股份 科技 技术
    电子 实业 工业 制造 国际 中国 精密 材料 设备 企业 包装 光电 塑胶 塑料 五金 机械 化工 化学
    能源 电池 电器 电气 电机 电源 电力 汽车 配件 模具 印刷 纺织 食品 医疗 物流 贸易 投资 发展
    环保 智能 信息 网络 通信 通讯 光学 玻璃 金属 钢铁 铝业 铜业 橡胶 陶瓷 纸业 家具 服装 服饰
    照明 仪器 系统 软件 服务 管理 咨询 建设 工程 制品 产品 集團 技術 電子 實業 工業 製造 國際
    中國 設備 企業 電路 線路 包裝 光電 塑膠 機械 化學 電池 電器 電機 電源 汽車 貿易 投資 發展
    環保
    """.split()  # noqa: SIM905 a list of words is easier to add to
)
"""Longer ones first: they are taken out one after the other."""

CHINESE_PLACES = tuple(
    """
    北京 上海 天津 重庆 深圳 广州 东莞 佛山 惠州 珠海 中山 江门 汕头 厦门 福州 泉州 漳州 苏州
    昆山 无锡 常州 南京 南通 扬州 镇江 徐州 盐城 泰州 太仓 常熟 江阴 宜兴 杭州 宁波 温州 绍兴
    嘉兴 湖州 金华 台州 慈溪 余姚 合肥 芜湖 滁州 武汉 长沙 株洲 南昌 赣州 九江 郑州 洛阳 济南
    青岛 烟台 潍坊 威海 大连 沈阳 长春 哈尔滨 西安 成都 绵阳 贵阳 昆明 南宁 桂林 海南 石家庄
    唐山 太原 兰州 广东 江苏 浙江 福建 山东 安徽 湖北 湖南 江西 河南 河北 四川 陕西 辽宁 吉林
    黑龙江 山西 广西 云南 贵州 台湾 香港 澳门 臺灣 中华
    """.split()  # noqa: SIM905 as above
)
