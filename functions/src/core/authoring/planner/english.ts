/** Common English words that are a slip of the fingers away from a word of the grammar, and mean what they say. */
export const english: ReadonlySet<string> = new Set(
  `
    abide abort aborting academic accepted accepts accessed accesses accessor activates actively adapt additional
    additions additive addressed addresses administrators advance advanced advice advised agent agreed agreements
    agrees ahmad alice alignment alike allocate allocation allocations allows alone alter alternative among
    analytics answered appended appending appends appreciated approver archived archives arise arising ascending
    assembler assembly asserted assigned assigning assignments assigns assume attach attacker attacks automatic
    avoided await awaiting awake award bail baker bakers balancer band bare bark barn bars base basic basil basin
    bath beach bead beam bean beans bear beard beef beer begun bell bent beside beta bike bite bits bitten bitter
    black blank bless blew blink blocking blocks blow boat bonus boot boots border borrower bother bound bowl boxed
    brain brake brakes branched branches brand bread breaking breath bride bright brings broad broker brought bugs
    builds built builtins bull bundling burnt bury busy butter cable caches calculated calculation calf caller calm
    camel camp cans cape captures card care caret carl carried carriers cars cased cashmere cast casting casts cats
    cause causes cave cert certainly chai chaining chance chargers charsets chart chats cheat checksum checksums
    cheek cheer chef chew choose choosing chose cigar circular clash cleaned cleaning clearer clearing clicking
    clicks clock clone cloned clones closer closet cloud clove clue coast coat code codes coding colder collected
    collector collects comb commenting comments comp comparisons competent compiled compiler compilers compiles
    compiling complained complaint complaints completing compliant complied complies complying composed composite
    composition compress computation computed computer computes computing concepts concerned concerning concerns
    concert concerts confirms conform conforms connected connecting connects consent considerable constant constants
    construct contacting contained container containers context contexts continued continues continuing continuous
    contractor contracts contradict contrary contrast contributing contributor contributors controls convention
    conventions conversation converter conveyed cool cope copies core cores cork corrected cors couch counting
    counts county courses court cover covering crashing crate crates creating creators crow crush cups currency
    curry curse curtain customary cute dairy daisy damp dana dangerous dare dart databases dated dave dawn deaf
    dealer dealings deck declares decode decoded decoders decodes deer defaulted defaults defective delegate deleted
    deletes demos dent deployed derive described describes destroyed destroys detail detailed detector died diet
    differences differently differing directed direction directors directory directs disables disappear discarded
    discards discount disk dispatcher dispatches display displayed distinct dive diver dock documented documents
    dogs domains donor donors dots dove doze drain drank drawer drift drip driven drivers drives drove drown drunk
    dual dumb dumps eager ease editable effectively eight elapsed elements eliminate emit emits emitting empire
    employed employer enables enabling encoding endings ensures entirely entirety entities errored estimates eval
    events exception exceptions excerpt excessive exchanged exchanges excluded executed executes executing exit
    exited exiting exits expected expecting expects expense expired expiry explained explains exported exporting
    exports exposing extended extending extensive fable face fact fair fame farm farmer fate feast feather feature
    feel feet fellow felt fever fifty filed filling film find finds fines fist fixed fixes fixtures flags flap flat
    flaws flesh flew flight flights floating flood floors flour flower flown foam foil fold folded folders folk
    followed font fool forced forces ford fork forks formal formats formed formerly forms fort forth forum fought
    frank fred freed fried friends frog frost fuel fund furnished game generally generates generator ghost gina
    glove glow goals goat gold grain grant granting grass grave greatest greed green greets grew grin groups growing
    grown guaranteed guarantees guts hall handled handy hang hangs hard hardening hate hats haven hawk haze header
    heading headings heal heap heart heat height heir held hell helps herb herd hero hide hints holder holds hole
    holy hood hover hundreds icon ideal ignored ignores importance importantly importing impression improper improve
    improved included indented indicate indicated indicates indication inferred inferring informational informative
    injected insect inserted inserts insights instance instructed instructs integral integrated intended interact
    interacts interest internally internals internet interrupt interval intervals intro inverted invoking involves
    isolation issuer issues jade jane joan john joint jude julia julie jury keen keyboard keywords kinds king kiss
    knew knight knob knot lace lack lake lamb lane lang latte latter launcher lawyers layer lazy leading leaf leak
    leaking leaks lean leap learning learnt lease leases leash lena lender lens lent letters lever lick lieu life
    lift lifts lime limiting limp lina linen lines links lint lisa listener listening liver lives loader loaf loan
    loans locale locals located locking locks logger logs lone looping loops loose lord loss losses loud lover luck
    lump lung machinery maid mailer male mall manage managed manages mane manually manuals mare marker marks martin
    mary mask masked masks mass mast master matched matcher mate math matters meal meanings means meant measured
    measures meat median meetings mend merry mice mild milk mill mime miner minified minority mint minus miss mist
    moan mode modes modifier modifiers mole monkey moss moth mouth movement mule multiply naked names natively neat
    negatives negotiated negotiations neither nerve nest network newer nicer nick niece node nonce normally nose
    notes noticed notices noun numbered oats observed occur odor officers official olive opener operation
    operational operators orange orderings outdated overfill overhead overloads overseas owned owns oxen package
    packaged padding paging pain painter pair palace pale pane paper parent park parse parsed parses part particular
    pasta pasted pasting patent patents pauses peace peach peak peel peer perfectly performant permissions
    permissive persons perspective phases phrases picks pine pink pinned pint pipelines plaid plain plane plank
    planning plans plant plate plates play plug plum plump podcasts poet pointer pointers pointing poker pond pony
    pool populate port portable ported porting portions ports positional positionals positives possibly poster
    potentially pour praise precious predicate preorder prepares preserve preserved preserves preview previews pride
    prime prince printed printers printf printing prints prize proceed processes processor produced produces
    production profiler profiles programmer programmers programs progress projects promised promises promos promoted
    promotion prompted prone property proposals proposed prose protects proud provide provider providers provides
    publicly publisher pure purse pushes quack quilt quiz quot quote race rack racks rail raisin rake rang ranges
    rare react readable readers readings ready realtime reap rear rebasing rebel receiver recently recommended rect
    recurring recursing reef reflected reformed regard regarding registry rejection rejects relating relation
    relatively relax rely remainder remote removed removes renamed renaming render rendered rendering renter renters
    rents repaired repairs repeated repeats replay reporter reporters represented represents request reserved
    reserves residing resort respected responded responses responsible rest restarted restarts restored restoring
    resulted resumed resumes retailer retain retained retaining retains retrying reverse reverted revoke revokes
    rewind reworked rice rick ride rights ripe risen risk risks road roar roast roaster robe rode role roles rooster
    rope rosa rounding router routes routing rows rugs ruin rung safely safer sail sake salt sand sank saves saving
    scale scales scar scare scent scheduler scope scopes scout scream screw seal seam sean seat sections seed seek
    seize self served serves services setups shade shake shame shape shapes shard shark shave shed sheep shell
    shells shim shims shipper shirt shock shoe shoes shook shore shorten shoulder shouts shower shrink sick side
    sides sigh signals significant silently simple simplify sims simulated simulator sine sing sink sized sizes
    skate skill skin slave sleep slept slide slider slight slip slots slow slower smallest smart smell smile snack
    snake snapshots sock socks sole solid sore sort sorted sought sour span spans spare spawning speaking specs
    speed speeds spell spelling spill splash spoke spoon sport spot spring stack stacks staging stair stairs stale
    stand standards stare stat stated stats statue steak steam steel steep stem step sticky stiff stimulate sting
    stir stitch stole stone stoop stopping storing stork storm stove streamed streams strings strip stripped
    stripping strips strong subscribe subscriptions succeeds suck suffer suggested suggests suitable suite suites
    summarizes supplied supplying supported supporting supports supposed surf surprises surprising suspended
    suspicious swam swan swarm sweet swell switching sword systems table tags tale talk tall tame tank tape targeted
    teach tear teas teeth tenants tent terminal terminals terminator terror tested testing theater theme themes theo
    thigh thin think though thousands thread threaded threw throughput thrown thus tide tidy tied tile timeline
    timer timers timings tina tips tire titles toad token tony tool tooth torch torn tort trace traces tracing
    tracker tracy trail trailer trailing trails train training tram transfers transform treating tree trick tricks
    tries triggered trip truck trucks tubes understood unix unneeded upgraded uploader uploads usages used vary
    vendored vera verb vice videos visitors wage wages waist wall walter wand wanting ward warranties warranty wasp
    wave weak weave weed weep welcomes west whale wheat wherever white whom wider width wild wind wine wins wise
    witch woke wonders wood wore worked world worm worn worst wound wrapper wrappers writer writing yeah yell yours
    zeros zones
  `
    .trim()
    .split(/\s+/),
);
