"""Words of every day that companies everywhere like to be called by: shared alone, they tell nothing."""

ORDINARY_WORDS = frozenset(
    """
    abbey abc academy acme acorn adams agile albion all allied alp alpine amber anchor angel anglo apex apollo
    apple aqua arc archer arctic argo aria aries ark arrow ascent ash aspect aspen aspire astra atlas aurora
    avalon avenue axis azure badger balance bamboo banner baron base basic bay beacon bear bee bell benchmark big
    birch bird bison black blaze bloom blossom boulder boutique bow breeze brick brilliant brook brown buffalo
    butterfly camel canyon capitol cardinal cascade castle catalyst cedar challenge champion chance charter cherry
    choice circle classic clear cliff clover coast cobalt colonial comet comfort command community compass
    complete connect contact continental coral core corner cornerstone cosmo cosmos country courage cove crescent
    crest cross crown crystal cube curve cyber cypress daily dawn day deep deer delight direction discovery
    dolphin dove dragon dream duke dynamic dynasty eagle early earth easy echo eclipse eden elegance element
    elephant elk elm ember emerald emperor empire endeavour energetic ensemble envoy epic equinox era essential
    eternal everest evergreen evolution excel excellence excelsior express extra eye faith falcon fame family
    favorite feather fern field fire firm five flag flame fleet flight flower flying focus force fort fortress
    fortune forward foundation fountain four fox freedom friend friendly friends frontier fusion future galaxy
    gate gateway gem gemini genesis genius gentle giant glacier globe glory grace granite grape grass gravity gray
    grey griffin grove guard guardian gulf hall halo hammer happiness happy harbor harbour harmony harvest haven
    hawk hawthorn hazel heart hedge helios heritage hero heron high highland hill hills hive holly honest honor
    hope horizon horse hub human hunter icon idea ideal image impact imperial independence infinity inspiration
    inspire intrepid iris island ivory ivy jade jaguar jasmine jewel joy jubilee juniper jupiter kingdom kings
    kite knight lake landmark lantern lark laurel leader leading leaf legacy legend leo leopard level liberty lily
    lime lion little lotus loyal luck lucky luna lunar luxury lynx magic magnolia majestic major man maple
    marathon marble mark mars mask matrix max maxim meadow mercury meridian merit metro millennium mind mint
    miracle mirror mission monarch monument moon moonlight morning mosaic mountain mustang mystic nebula neptune
    nest nexus noble north nova oak oaks oasis obsidian ocean odyssey olive olympia olympic olympus omega omni
    onyx opal optima optimal optimum option orange orbit orchard orchid origin orion osprey otter owl oyster
    palace palm panda panorama panther paradise paragon paramount passion path patriot peace peacock peak pearl
    pegasus penguin peninsula pentagon perfect perfection phoenix phonix pilot pine pinnacle pioneer pixel planet
    plaza point polar polaris polo pond portal positive potential prairie precise prestige pride prima prime
    prince princess priority prism progress progressive promise prosper prosperity provident pulse puma pure
    purple pyramid quantum quest quick rabbit radiant rain rainbow ram ranger rapid raven ray reach rebel reef
    regal regency regent region reliable reliance renaissance resolute reward rhino ridge right ring rise rising
    river rivers robin rock rocket rocky root rose rosewood ruby safe saffron sage sail saint salmon sand sapphire
    saturn savanna scarlet scope seal sentinel sequoia serenity shadow shark shell shield shine shore sierra
    signal signature silk simple sincere single six snow sol solid solitaire sonic soul sound sovereign spark
    sparrow spectrum speed sphere spirit splendid spring springs spruce stag stage stallion stars stellar sterling
    stone storm stratus stream strong style success summer summit sunflower sunlight sunny sunrise sunset sunshine
    supreme swan swift sword symphony synergy target teak temple tempo terra thistle three thunder tiger titan
    together tomorrow topaz torch tornado tower town trail tranquil transparent treasure tree trend triangle
    trident trinity trio triumph tropical true tulip tundra turtle twin two ultimate unicorn unique unison unity
    up valley valor vanguard vantage vault vector vega velocity venture venus verde veritas vertex victor victoria
    victory view viking village vine violet virgo virtue virtuoso vista viva volcano vortex voyage voyager vulcan
    walnut warm warrior water wave way well whale wild willow win wind window wing wings winner winter wisdom wise
    wolf wonder woods world xenon yellow young zebra zen zenith zephyr zodiac zone
    """.split()  # noqa: SIM905 a list of words is easier to add to
)
