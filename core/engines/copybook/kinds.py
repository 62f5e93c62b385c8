"""What sort of thing a product is, told from its category, so that a text can speak rightly."""

from __future__ import annotations

import re
from typing import Literal

from core.engines.copybook.english_words import word_set

Type = Literal["goods", "food", "app", "service", "place", "course", "event", "cause"]

_EN: dict[str, frozenset[str]] = {
    "cause": word_set(
        """
        charity appeal fund shelter fundraiser donation donations rehoming foundation
        non-profit nonprofit volunteers volunteering lifeboat rescue campaign
        """
    ),
    "course": word_set(
        """
        course courses class classes lesson lessons workshop school bootcamp academy
        tutoring tuition training tutor apprenticeship masterclass programme club coaching
        """
    ),
    "event": word_set(
        """
        fair festival market concert event show exhibition race marathon conference tour
        night theatre ball supper retreat swap auction walk performance gala trip cruise weekend
        concerts tours trips cruises walks exhibitions performances retreats suppers
        """
    ),
    "place": word_set(
        """
        shop cafe café restaurant bar bakery salon hotel clinic studio gym pub diner house
        inn store bookshop museum gallery spa sauna optician surgery library lodge hostel
        campsite bistro brewery farm kitchen lounge cinema aquarium pool centre center
        guesthouse space hall deli practice barbershop barber nursery kennels resort villa
        dentist pharmacy rooms
        """
    ),
    "app": word_set(
        """
        app software platform tool tracker vpn saas plugin calendar dashboard crm planner
        api extension builder generator editor
        """
    ),
    "service": word_set(
        """
        service services hire rental insurance repair cleaning delivery agency plumber
        finance account subscription management boarding sitting plan cover mortgage loan
        broker supplier accountant solicitor lawyer electrician photographer gardener
        mover movers moving removal removals detailing grooming valeting consultancy
        consulting consultant membership hosting installation catering printing tailoring
        alterations sitter walker walking planning tax decluttering accounting bookkeeping
        payroll care financing card storage courier staffing recruitment translation
        survey maintenance exchange network therapy checkup dentistry massage manicure facial
        firm bureau advice haulage preservation
        """
    ),
    "food": word_set(
        """
        coffee tea chocolate bread cheese honey sauce granola jam soup wine beer cider
        snack snacks biscuits cookies cake pasta noodles rice salad spices oil juice drink
        gin cereal pralines croissants sandwich ice-cream gelato kombucha yoghurt yogurt
        crisps seasoning soda lemonade kefir kombucha popcorn muesli porridge ramen curry pickles
        mustard olives nuts fruit vegetables sausages ham butter syrup mead whisky vodka rum
        cordial pastries brownies fudge toffee truffles jerky
        """
    ),
}
# Goods that end like something one does.
_THINGS = word_set(
    """
    ring earring spring string swing sling bedding clothing flooring lighting decking fencing
    icing pudding dumpling wedding shelving topping packaging footing awning dressing
    """
)
# What food comes in, and words that say that it does.
_CONTAINERS = word_set("box boxes hamper hampers subscription pack packs bundle crate kit")
_EATEN = _EN["food"] | word_set(
    """
    meat egg eggs vegetable veg fish hogget lamb beef pork chicken seafood recipe meal meals
    biscuit cake
    """
)
_ON_THE_SKIN = word_set("beard facial face hair body bath massage cuticle night baby lip")
_ZH: tuple[tuple[str, str], ...] = (
    ("cause", r"公益|募集|募捐|捐|领养|义卖|助学|志愿|慈善|救助|守护计划|绝育项目"),
    (
        "course",
        r"(课|课程|班|训练营|培训|学堂|私教|夜校|学校|驾校|早教|网课|集训|带教|小课|课堂|工作坊|体验课|体验|小班|班课|驾训|陪练|口语|外教|培训班|早教课)$",
    ),
    (
        "event",
        r"(活动|展|展览|节|市集|早市|音乐会|夜跑|马拉松|演出|晚宴|赛|大会|讲座|专场|之旅|跟团游|旅行|话剧|剧)$",
    ),
    (
        "app",
        r"(应用|云存储|App|APP|小程序|软件|系统|平台|工具|SaaS|ERP|CRM|插件|助手|网盘|云盘|机器人客服)$",
    ),
    (
        "place",
        r"(店|馆|铺|吧|所|中心|餐厅|酒店|民宿|旅馆|书店|面馆|茶室|医院|诊所|门诊|会所|工作室|健身房|"
        r"营地|乐园|公园|影院|剧场|空间|厨房|咖啡馆|面包房|客栈|农场|庄园|牙科|教室|采摘园|果园|牧场|酒吧|菜场|公寓|食堂|理发店|茶馆|幼儿园|眼科|琴行)$",
    ),
    (
        "service",
        r"(服务|咨询|代办|清洗|搬家|保险|险|租赁|短租|租用|维修|回收|保养|养护|托管|寄养|代工|外包|验收|监理|策划|规划|装修|改造|施工|翻新|刷漆|消杀|除虫|除甲醛|开锁|疏通|招聘|出租|直租|顾问|陪购|跟妆|司仪|审核|审查|"
        r"配送|外卖|陪护|护理|家政|保洁|清洁|中介|贷款|理财|基金|记账|审计|代理|设计|定制|安装|跑腿|租|"
        r"向导|检测|体检|寄存|寄卖|翻译|本地化|摄影|跟拍|代驾|物流|专线|仓储|快修|问诊|手术|上门|账户|卡|洗护|收纳师)$",
    ),
    (
        "food",
        r"(咖啡|茶|面包|零食|酒|蛋糕|饼干|酱油|牛奶|酸奶|苹果|荔枝|橙|蜂蜜|月饼|粽子|巧克力|果汁|茶饮|饮料|"
        r"坚果|燕麦棒|能量棒|蛋白棒|谷物棒|肉干|果干|糕点|点心|饼|糖果|软糖|辣酱|面条|拉面|米线|便当|饺子|汤圆|"
        r"豆腐|鲜鱼|大虾|藕带|蔬菜|巧克力礼盒|糕点礼盒|茶礼盒|坚果礼盒|大米|水果|羊肉|牛肉|鸡蛋|海鲜|冰淇淋|豆浆|粥|汤|挂面|螺蛳粉|火腿|果酱|燕麦)$",
    ),
)


_GRAVE = re.compile(
    r"\b(funeral|burial|coffin|cremat|memorial|bereave|grief|hospice|palliative|mourning|suicide|"
    r"abuse|refugee|cancer|dementia)|殡|葬|骨灰|追思|送别|墓|临终|丧|安宁疗护|癌",
    re.I,
)


def is_grave(*texts: str) -> bool:
    """Whether a product touches death, grave illness or harm, where jokes would hurt."""
    return any(_GRAVE.search(text) for text in texts)


def type_of(category: str, language: str) -> Type:
    """The type of a category; what no rule knows is "goods"."""
    if language == "zh":
        for name, pattern in _ZH:
            if re.search(pattern, category):
                return name  # type: ignore[return-value]
        return "goods"
    head = re.split(r" (?:for|of|with|in|on|to|from|by|at|run) |,", category.lower())[0].split()
    if head[-1:] == ["bar"] and re.search(r"chocolate|snack|oat|soap|shampoo|energy", category):
        return "goods" if re.search(r"soap|shampoo", category) else "food"
    if head[-1:] == ["oil"] and _ON_THE_SKIN & set(head):
        return "goods"
    if head[-1:] and head[-1].endswith("ing") and head[-1] not in _THINGS:
        return "course" if head[-1] in _EN["course"] else "service"
    if head[-1:] and head[-1] in _CONTAINERS and _EATEN & set(head):
        return "food"
    for name, known in _EN.items():
        if head[-1:] and head[-1] in known:
            return name  # type: ignore[return-value]
    return "goods"
