"""Words that carry no topic, in English and Chinese."""

_TEXT = """
about above after again against all also always and any are aren't because been before being
below between both but can can't cannot could couldn't did didn't does doesn't doing don't
down during each even ever every few for from further get gets getting got had hadn't has
hasn't have haven't having her here hers herself him himself his how i'd i'll i'm i've into
isn't it's its itself just let's made make makes many may might more most much must mustn't
myself never nor not now off once one only other our ours ourselves out over own quite
rather really same say says shall she should shouldn't since some still such than that
that's the their theirs them themselves then there there's these they they're they've this
those though through too two under until upon use used using very was wasn't way were
weren't what when where which while who whom why will with without won't would wouldn't yet
you you'd you'll you're you've your yours yourself yourselves
一下 一个 一些 一样 一次 一点 一直 上来 下来 不了
不会 不到 不是 不用 不能 不要 不过 为什么 之前 之后
也是 了 于是 什么 今天 他们 以前 以及 以后 们
但是 你们 使用 其他 其实 再 出来 到 只是 只有 可以
可是 可能 各 后来 和 因为 因此 大家 好像 如果
它们 对于 就是 就算 已经 并且 应该 很多 怎么 您 我们
我的 或者 所以 所有 才 时候 是不是 是的 有些 有点
比较 没 没有 然后 现在 的 的话 目前 真是 真的 知道
而且 而已 自己 虽然 要是 觉得 起来 还是 还有 这个
这么 这些 这是 这样 这种 这里 通过 那 那个 那么
那些 都是 非常
"""
STOPWORDS = frozenset(_TEXT.split())
