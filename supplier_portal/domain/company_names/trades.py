"""What companies make, do and call themselves: words of a trade or of praise, which tell none of them."""

TRADE_WORDS = frozenset(
    """
    1 ab access ace active adhesive advance advisory aerospace agency agro air airlines alliance alloy alloys
    alpha aluminium aluminum analytics apparel appliance appliances architects architecture art asset assets
    associates association audio auto automation automobile automotive aviation bakery bank banking batteries
    battery bearing bearings beauty best beverage beverages bio biotech biotechnology blu board brand brands
    bridge bright broadcasting brother brothers builders building business cable cables capital car carbon care
    cargo cars casting castings catering cement center central centre ceramic ceramics chain chem chemical
    chemicals circuit circuits city clean cleaning climate clinical cloth clothing cloud coating coatings coffee
    cold color commerce commercial communication communications companies components computer computers computing
    concept concrete connector connectors construction consultancy consultants consulting consumer container
    contracting contractors control controls cooperative copper corporate cosmetics craft creative credit culture
    data delta denim design designs development device devices diagnostics diamond die digital direct display
    displays distribution drinks dyeing dynamics eco education elastic electricity electro electromechanical
    electromechanics electron elite energi energia energie energy engineers entertainment environment
    environmental equity estate estates event events export exports express fabric fabrics facilities facility
    factory farm farms fashion fiber fibre film filter finance financial fine first food foods footwear forest
    forwarding foundry freight fresh fruit fund furniture garden garment garments gas general giken glass gold
    golden good grand graphic graphics great green grid hardware health healthcare heavy hi high home homes
    hospital hospitality hotel hotels house housing ict import imports industri industria industrie info
    information infotech infrastructure ingredients innovation innovations innovative instrument instruments
    insurance integrated intelligence intelligent interconnect interior interiors invest investment investments
    iron it jewelry kasei kensetsu key king kinzoku knitting kogyo kougyou lab label labels laboratories
    laboratory labs land laser law leather legal leisure life lifesciences light lighting link lithium living
    logic logistic logistica logistics logistik machine machinery machines magnetic magnetics maker management
    marine maritime market marketing master material materials meat mechanical mechatronics media medical medicine
    metal metallurgy metals micro microelectronics mill mills mining mobile mobility modern mold motion motor
    motors mould moulding natural nature net network networks new next nonwoven novel office oil one online open
    optical optics opto optoelectronic optoelectronics organic outdoor pack packaging packing paint paper park
    part partner partners partnership parts payment petro petrochemical petroleum pharma pharmaceutical
    pharmaceuticals photo photonics photovoltaic pipe pipes plastic plastics plating platinum plus port post
    poultry power powertrain premium press prime print printed printing pro process processing produce product
    production professional project projects properties property protection pump pumps quality rail railway real
    realty recycling red refrigeration renewable renewables research resource resources restaurants retail robot
    robotics royal rubber safety sanayi sangyo science sciences scientific sea seafood security seiki seiko
    seisakusho seisakusyo seiyaku semi semiconductor semiconductors sensor sensors service sheet shipbuilding
    shipping shoes shop silicon silver sky smart society soft software sol solar solution source space special
    specialties specialty sport sports square stainless standard star steel stock storage store stores strategic
    strategy studio sun super supplies supply support surface sustainability sustainable system tape tea team tech
    technic technical techno telecom telecommunication telecommunications test textile textiles thermal ticaret
    timber tire tool tools top total touch toys trade trading traffic training transformer transmission transport
    transportation travel trust tube tyre ultra union united universal urban value valve valves vehicle vehicles
    ventures video vision vital warehouse waste water wear white wine wines wire wireless wood work works yarn
    """.split()  # noqa: SIM905 a list of words is easier to add to
)
"""Most stand in ten or more of 15,000 companies' names."""
