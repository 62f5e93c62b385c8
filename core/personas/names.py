"""What a column's name gives away, in English and Chinese."""

from __future__ import annotations

import re

from core.i18n import N_


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


# A column plays a role when its name (see `normal`) matches and its cells fit.
ROLE_NAMES = {
    "id": _any(
        r"(customer|client|user|member|buyer|account|cust|shopper|subscriber|household|contact|"
        r"visitor|person|patron|guest) ?(id|key|no|number|nr|code|ref|uuid|guid|hash)",
        r"^(id|uid|uuid|customer|user|client|member|buyer|shopper)$",
        r"(客户|会员|用户|顾客|买家|消费者)(id|编号|号|编码|代码|账号|标识)",
    ),
    "date": _any(
        r"(order|purchase|transaction|invoice|sale|sales|payment|paid|bought|buy) ?"
        r"(date|time|day|timestamp|at|on)",
        r"^(date|day|datetime|timestamp|when|created at)$",
        r"(下单|购买|交易|订单|付款|支付|成交|消费)(日期|时间)",
        r"^(日期|时间)$",
    ),
    "time": _any(r"^(hour|time|time of day|order time|hour of day|小时|时段|时刻)$"),
    "amount": _any(
        r"^(amount|sales?|revenue|price|total|spend|spent|spending|monetary|value|turnover|payment|"
        r"paid|net|gross|line total|gmv|order value)( (usd|eur|gbp|cny|rmb))?$",
        r"^(total|monthly) ?charges?$",
        r"(order|total|purchase|transaction|basket|sales?|invoice|net|paid|line|payment|amount) ?"
        r"(amount|value|total|sum|price|revenue|spent|spend|paid|usd|eur|cny)",
        r"金额|销售额|实付|消费额|总价|成交额|支付额|付款额|价格",
    ),
    "product": _any(
        r"^(product|item|sku|article|goods|service|title|stock code|description)$",
        r"(product|item|article|sku|goods) ?(name|title|line|type|category|group|desc\w*)?$",
        r"^(sub ?)?categor(y|ies)$",
        r"^(sub ?)?category ?name$",
        r"^(商品|产品|品名|货品|商品名称?|产品名称?|品类|类目|类别)$",
    ),
    "channel": _any(
        r"^(channel|source|platform|medium|device|touch ?point)$",
        r"(sales|order|purchase|marketing|acquisition|buying) ?"
        r"(channel|source|method|platform|device)",
        r"order method type",
        r"^(渠道|来源|平台|购买渠道|下单渠道|终端|设备)$",
    ),
    "quantity": _any(
        r"^(quantity|qty|units|pieces|item count|units sold)$", r"^(数量|件数|购买数量)$"
    ),
    "discount": _any(
        r"^(discount|rebate|markdown)( ?(rate|percent\w*|pct|amount|value|given|applied))?$",
        r"^(percent|pct) ?off$",
        r"^(折扣|折扣率|优惠|优惠金额|折扣金额)$",
    ),
}
# What a customer spent on one thing; several such columns add up to what they spent.
SPENDING = _any(
    r"^(mnt|amt|amount|spen[dt]|spending|money)( (on|for|of|in))? ?[a-z]",
    r"消费额$|消费金额$|花费$",
)
_MONEY = _any(
    r"^(income|salary|wage|balance|savings|revenue|profit)$",
    r"(income|salary|balance|charges?|fees?|savings|cash ?back|credit limit|debt)$",
    r"\bbill ?(am(oun)?t)?$|\bmnt\b",
    r"收入|工资|薪|余额|金额|费用$|消费额|存款",
)
# Columns and cells that tell of bargains a customer took.
DEALS = _any(r"\bdeals?\b|discount|coupon|promo|voucher|rebate", r"折扣|优惠|促销|团购|满减")
# Names, addresses and numbers of people: never kept.
PERSONAL_NAME = _any(
    r"^((full|first|last|middle|given|family|customer|client|user|contact|buyer|member) )?name$",
    r"^(surname|forename|nickname|firstname|lastname|fullname|customername|username)$",
    r"e ?mails?\b|phone|mobile|\bcell( number)?$|\bfax\b|street|address|passport|\bssn\b",
    r"social security|\bip\b|iban|card (no|number)|licen[cs]e plate|latitude|longitude",
    r"姓名|名字|昵称|邮箱|电子邮件|手机|电话|地址|身份证|银行卡|微信|qq号?",
)
# Days in a customer's life that are no purchases.
TABLE_DATE = _any(
    r"birth|dob|sign|join|regist|member since|enrol|customer|start|last|first|update",
    r"出生|生日|注册|加入|入会",
)
BIRTH = _any(r"birth|\bdob\b|出生|生日")
IDENTIFIER_NAME = _any(
    r"(\bid|uuid|guid|\bkey|\bhash|order (no|number)|invoice( ?no| number)?|receipt( no)?)$",
    r"(transaction (no|number)|row (no|number)|session|zip( code)?|post(al)? ?code|postcode)$",
    r"^index|^unnamed",
    r"(编号|单号|序号|流水号|邮编)$",
)
# What happened to a customer, which a group must not be formed on.
OUTCOME = _any(
    r"^(y|target|label|outcome|class)$|^target |churn|exited|attrition|\bresponse$|^responded",
    r"converted|conversion|accepted|subscribed|deposit$",
    r"流失|是否响应|转化",
)
# What is known only once it has happened, so that nothing can be foretold from it.
AFTERWARDS = _any(
    r"^(last |call |talk |contact )*duration$|talk ?time|cancel\w*|terminat\w*|reason",
    r"clos(ed|ing) (date|at|on)|end ?date|left on|exit (date|survey|interview)|win ?back",
    r"通话时长|通话时间|取消|终止|注销|原因|挽回",
)
_PROTECTED = _any(
    r"\bage|^age|gender|\bsex\b|marital|marriage|married|relationship|famil|\bkids?|kidhome",
    r"teenhome|teens?\b|child|dependents?\b|country|countries|region|nation|geograph|\bstate\b",
    r"province|\bcity\b|county|postcode|location|territory|race\b|ethnic|relig|disab|birth",
    r"pregnan|language",
    r"年龄|性别|婚|国家|地区|省|城市|区域|民族|宗教|籍贯|孩|子女|家庭|出生|生日",
)
_NOT_PROTECTED = _any(r"age of account|account age|equipment age|city size")


def protected(column: str) -> bool:
    """Whether a column tells age, gender, family, origin, belief or where someone lives."""
    name = normal(column)
    return bool(_PROTECTED.search(name)) and not _NOT_PROTECTED.search(name)


def money_column(column: str) -> bool:
    """Whether a column's name says that its numbers are amounts of money."""
    name = normal(column)
    return bool(_MONEY.search(name) or SPENDING.search(name)) and not re.search(r"rate|score", name)


def normal(column: str) -> str:
    """A column name as words: lower case, "_" and camel case taken apart."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[_\-./:()]+", " ", column)
    return " ".join(spaced.lower().split())


# Columns and cells of many shops' tables, so that they read in the language of the page.
COMMON_COLUMNS = (
    N_("Age"), N_("Age band"), N_("Age group"), N_("Gender"), N_("Sex"), N_("Country"),
    N_("Region"), N_("City"), N_("City size"), N_("Income"), N_("Job"), N_("Education"),
    N_("Marital status"), N_("Channel"), N_("Newsletter"), N_("Signup date"), N_("Segment"),
    N_("Balance"), N_("Tenure"), N_("Loyalty"), N_("Device"), N_("Language"),
)  # fmt: skip
COMMON_VALUES = (
    N_("web"), N_("app"), N_("store"), N_("email"), N_("phone"), N_("city"), N_("town"),
    N_("metro"), N_("village"), N_("female"), N_("male"), N_("Female"), N_("Male"),
    N_("married"), N_("single"), N_("divorced"), N_("online"), N_("mobile"), N_("yes"), N_("no"),
)  # fmt: skip
