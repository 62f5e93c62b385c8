"""English word classes that copy about products leans on: verbs, mass nouns, adjectives."""

from __future__ import annotations

import re


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


_VERBS = """
accept act add adjust advance alert allow analyse analyze answer appear apply arrange arrive ask
assemble assign attach attract avoid award back backup bake balance become begin block boil boost
break breathe brew bring brush build buy call capture care carry catch change charge check chill
choose clamp clean clear click climb clip close collect come compare complete confirm connect
contain control convert cook cool cost count cover create cut deal deduct defend delete deliver
depart describe design detect diagnose dim display dissolve divide donate download draft drain draw
drive drop dry ease eat email empty encrypt end engrave ensure erase examine exchange expand explain
export extend fade feed feel fetch file fill filter find finish fit fix flag float flow fold follow
forecast freeze fund gather generate get give glide glow go grade greet grind grip group grow guard
guide handle hang have hear heat help hide hire hold host hum import include inform insert inspect
install insulate invite iron join keep knead know land last launch lay lead learn leave lend let
level lie lift light like link list listen live load locate lock log look lower maintain make manage
map mark massage match measure meet melt mend merge mix monitor mount move mow need notice offer
open order organise organize pack pair park pass pause pay peel pick place plan play plug polish
post pour predict prepare present press prevent print process produce project protect provide prune
pull pump purify push put quote raise reach read rebuild receive recharge recommend record recycle
redeem reduce refill refund register rehome release remember remind remove rent repair repeat
replace reply report rescue reserve resist rest restore return review rinse ring ripen rise roll
rotate route run save scan schedule score screen scrub seal search seat see sell send separate serve
set settle sew share sharpen ship shoot show shrink shut sift sign simmer sit skip slide slip slow
snap soak soften solve sort spare speak spin split spray spread stack stand start stay steam steer
step stick stitch stop store stream stretch suit supply support survive swap sweep switch sync take
talk taste teach tell test thank tidy tilt time track trade train transfer translate transmit travel
treat trim try tune turn type unclip unfold unhook unlock unpack unplug unzip update upgrade upload
use vacuum vary
visit wait wake walk warm warn wash watch water wear weave weigh welcome whisk whiten wind wipe work
wrap write zip deodorise deodorize descale digitise digitize dispense drizzle embed enlarge equip
exfoliate hydrate moisturise moisturize nourish outline refurbish rehearse relocate renew reorder
roast salvage sanitise sanitize scale secure simplify soothe sprout sterilise sterilize summarise
summarize tailor taper teach tighten tuck waterproof adapt admit attend authenticate automate
calculate cancel certify chat collate combine consult deter discover double echo edit employ enable
enrich evaluate exclude fold fly grant halve hook identify improve inflate integrate invoice
negotiate operate outlast own perch practise practice promote propose reconcile remake resize
respond rub run schedule shelter shield showcase sleep slice smell smooth sparkle specialise
specialize stain strengthen submit tag tap test thaw tolerate trap unite unroll unwind validate
ventilate verify withstand anchor buckle mill snooze resole
reheel message tick dice pickle preserve frost shimmer
cushion hug bind borrow furnish gray grey struggle withdraw name
"""

# Words that begin a fact far oftener as a noun or adjective than as a verb.
_NOT_IMPERATIVE = word_set(
    """
    grant open live clean clear dry warm light free set cut box cool level slow smooth last back
    post water time land double separate complete present post own secure iron park pump
    record report ring roast roll rest review route sample scale screen seal search seat service
    ship sign silk snap spare spin spray spring stain stick stitch step store suit supply
    support tap test track trade train travel trim type use visit walk wash watch wind work
    wrap zip match mark map lock load list link lead kit host guide group guard grip grade
    fund frame flow float flag finish file filter feed fit fix end ease drive draft design
    delivery deal cover count cost control contact click clip climb charge change chat check
    care call brush break brew balance award answer alert order peel pair place plan play
    plug press print process project quote refund rent repair reply return salt score share
    shelter shield slice sleep sweep switch tag talk taste tile tune update upgrade view
    wait wake wet approach booking email page paper phone photo picture home cancel shower
    invoice import export exchange display download steam stream smell time land echo hook
    tilt slide slip fold clamp clean trap tuck massage button pack handle refill design
    frost pickle dice cushion hug name grade gather
    """
)
_IMPERATIVE_ANYWAY = word_set(
    """
    swap bring choose cancel book pay try change pick add keep send return leave switch
    pause skip order print share fold call chat track watch wash plug set drop use clip roll
    take draw
    """
)
_AFTER_IMPERATIVE = word_set(
    """
    a an the one two three four any your it them at by for from in into on with without when
    between before after anytime monthly weekly daily online as up down out off over to what
    which how where who yourself every each all whole unused
    """
)

MASS = word_set(
    """
    play access accounting advice accountancy air aluminium aluminum apparel bamboo banking
    beech beef beer bedding birch boarding brass bread breakfast bronze butter cake care
    cargo cash catering cedar chalk cheese chicken chocolate clay cleaning cleanup clothing
    coaching cocoa coffee collection compost concrete content copper cork cotton coverage cream
    credit data daylight delivery dialysis dinner dispatch dye education electricity
    embroidery energy entry equipment evidence fabric feedback fibre fiber finance flannel
    flooring flour fleece food footwear fuel fun furniture gin glass glue gold grain gravel
    guidance hair hardware hardwood health heat heating help hire honey hosting ice
    information ink insulation insurance iron jewellery jewelry juice labour labor lambswool
    larch leather legroom lighting linen live logistics luggage lunch machinery maintenance
    management maple marble marketing massage mail material meat merchandise merino milk
    money mud music nylon oak oil packaging packing paint paper parking paperwork payroll
    pasta payment pepper performance photography pine plastic playback plywood polyester
    pork porcelain post postage power printing privacy progress protein proof publishing
    rain rice roaming rope rosemary rubber rust salad salt sand satin security setup shade
    shampoo shelving shipping silence silicone silk silver skincare soap software soil soup
    space staff stain stainless starch steam steel stitching stock stoneware storage sugar
    sunlight sunscreen support talk tax tea teak technology tech testing therapy timber
    titanium traffic training transparency transport travel tuition turnaround twill upkeep
    ventilation vinegar vision walnut washing water wax weather weight wheat wifi wine wood
    wool work yarn yoghurt yogurt zinc sourdough accommodation availability aftercare
    assembly artwork bacon broadband calm childcare clearance conservation cycling custom
    decor dentistry engineering etiquette fencing fishing forwarding fragrance gardening
    grooming growth haircare homeware hospitality housing hygiene income ironing knitwear
    landscaping laundry lace lettering lumber luxury millwork news nutrition orthodontics
    outerwear outsourcing pest physiotherapy plumbing pottery poultry recruitment recycling
    rehab removal research sanitation seafood seating sleepwear sportswear stationery
    surveillance sushi swimwear swimming tableware taxidermy telemedicine topsoil tracking
    translation upholstery valeting velvet veneer vetting wellness woodwork workwear
    wrapping yoga pilates carbon calligraphy tracking fitness dental jazz fish text video
    audio monitoring servicing roasting cleaning hydration haulage preservation restoration
    repair rental installation disposal conversation mutton venison hogget capital caffeine
    manure assistance protection resale temperature height storytime irrigation
    """
)

MATERIALS = word_set(
    """
    aluminium aluminum bamboo beech birch brass bronze canvas carbon cedar clay copper cork
    cotton denim fleece glass iron larch leather linen maple marble merino nylon oak pine
    plastic plywood polyester porcelain rubber satin silicone silk silver stainless steel
    stoneware teak timber titanium twill velvet walnut wood wool lambswool flannel felt
    ceramic yarn paper recycled
    """
)

ADJECTIVES = word_set(
    """
    blank direct social flat available vegan vegetarian organic waterproof showerproof
    hypoallergenic unscented
    reusable refillable recyclable compostable biodegradable washable rechargeable
    adjustable removable reversible breathable stackable foldable handmade certified
    suitable open closed free ready safe gentle quiet quieter compatible independent
    customisable customizable dishwasher-safe machine-washable halal kosher lightweight
    ambidextrous silent balanced accredited licensed insured regulated approved fully
    independent ideal accessible perfect wheelchair-accessible small-batch local seasonal
    non-slip odourless odorless dimmable cordless wireless wired bilingual family-run
    family-owned self-cleaning self-watering full small enough easy quick light soft warm
    cool dry live non-greasy
    """
)

PREPOSITIONS = word_set(
    """
    away of in on at for with to from by under over inside within without until before after
    between during through across into onto up down off out around about near against per as
    than along beside behind above below since than via minus plus so when while if because
    unless where
    """
)
DETERMINERS = word_set(
    """
    a an the no all any both each every few many more most much some several another one two
    three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    eighteen twenty thirty forty fifty sixty hundred half your our their its his her my this
    that these those enough zero unlimited up nothing everything plenty dozens hundreds
    thousands
    """
)
RELATIVES = word_set(
    """
    that which who whose you we they it where when while if so what how
    """
)
_IRREGULAR_PARTICIPLES = word_set(
    """
    made built woven written held kept cut set sent given taken drawn spun fed read paid
    sold found done grown shown known hung bound ground worn sewn cast laid dug lit led left
    lent hand-built hand-sewn hand-made bought brought caught taught thrown blown frozen
    spread split shut chosen driven eaten hidden knitted rebuilt reset rewritten sworn wound
    quick-dried put run met
    """
)
_NOT_PARTICIPLE = word_set(
    """
    red bed need seed feed speed shed weed need bleed breed embed indeed hundred wicked
    sacred
    """
)


# Third-person forms that a fact uses as plural nouns at least as often.
NOUNISH = word_set(
    """
    visits covers flows prints samples orders repairs files pages slots seats charges
    returns rates plans tests checks notes prices changes stops walks rides tours talks
    books posts costs invoices reports records filters cuts designs places views starts runs
    works rooms sizes colours stitches buckles anchors points parks screens stores links
    lists maps marks matches meals calls chats plays presses brushes boxes batches ties
    wraps zips tracks trades trains types uses washes waters winds folds forms frames guards
    guides hands hangs hosts labels lights lines loads locks logs looks minds mounts names
    offers packs pairs photographs picks pieces pumps questions rests ribs rings rolls
    rounds routes scans scores seals searches services sets shades shapes shares sheets
    shops shots sides signs slices sounds spares springs stains stands steps sticks streams
    supplies supports sweeps switches tags tastes templates tips tops touches treats trims
    turns updates upgrades volunteers waits wipes alerts appointments anchors ends drops
    drinks deals finishes fits fills feeds drives drafts dates clips caps breaks boards
    blocks bags bands backs awards answers actions accounts quotes kits engineers cells
    cooks coats counts reorders empties layers refills shields messages handles
    """
)
# Words that, standing after a subject, can only be its verb.
FINITE = word_set(
    """
    is are was were has have can may will must failed began broke fell rose grew became came went
    """
)


def _third(base: str) -> str:
    if base in {"have", "do", "go"}:
        return {"have": "has", "do": "does", "go": "goes"}[base]
    if re.search(r"(s|sh|ch|x|z|o)$", base):
        return base + "es"
    return base[:-1] + "ies" if re.search(r"[^aeiou]y$", base) else base + "s"


BASES = frozenset(_VERBS.split())
THIRD = {_third(base): base for base in BASES} | {"is": "be", "has": "have", "does": "do"}


def is_participle(word: str) -> bool:
    """Whether a lower-case word can be a past participle ("woven", "hand-stitched")."""
    if word in _IRREGULAR_PARTICIPLES:
        return True
    last = word.rsplit("-", 1)[-1]
    return last.endswith("ed") and len(last) > 3 and word not in _NOT_PARTICIPLE


def is_imperative(first: str, second: str) -> bool:
    """Whether two opening words tell someone to do something ("choose which")."""
    if first not in BASES and first not in {"book", "swap"}:
        return False
    if second in {"club", "bag", "bags", "shop", "box", "boxes", "kit", "pack"}:
        return False
    if first not in _NOT_IMPERATIVE and first != "book":
        return True
    return second in _AFTER_IMPERATIVE and (
        first in _IMPERATIVE_ANYWAY or second in {"a", "an", "the", "your", "it", "any"}
    )


def is_imperative_noun(word: str) -> bool:
    """Whether a base form is as often a noun or adjective, so that it proves no verb."""
    return word in _NOT_IMPERATIVE


def is_plural(word: str) -> bool:
    """Whether a lower-case noun looks plural."""
    if word in {"people", "children", "men", "women", "feet", "teeth", "staff", "mice", "menus"}:
        return True
    return bool(re.search(r"[a-z0-9]s$", word)) and not re.search(r"(ss|us|is|ous|lens)$", word)


def article(phrase: str) -> str:
    """ "a" or "an" for the phrase that follows."""
    head = phrase.split(maxsplit=1)[0].lower() if phrase.split() else ""
    if re.match(r"(hour|honest|heir|8|11\b|18\b|11-|18-)", head):
        return "an"
    if re.match(r"(uni|use|usu|eu|one|once|ubiq|ure|utens)", head) and not head.startswith("unin"):
        return "a"
    raw = phrase.split(maxsplit=1)[0] if phrase.split() else ""
    if re.match(r"[A-Z]{2,}", raw):
        return "an" if raw[0] in "AEFHILMNORSX" else "a"
    return "an" if head[:1] in "aeiou" else "a"
