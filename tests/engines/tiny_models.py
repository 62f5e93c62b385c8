"""Random models of a few kilobytes, saved as any transformers model is."""

from __future__ import annotations

from pathlib import Path

CHAT = (
    "{% for m in messages %}<{{ m.role }}>{{ m.content }}\n{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)
WORDS = ["the", "kettle", "boils", "tea", "cup", "good", "bad", "very"]


def _tokenizer(folder: Path, chat: bool) -> int:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    alphabet = pre_tokenizers.ByteLevel.alphabet()
    pieces = ["[PAD]", "[EOS]", *sorted(alphabet), *(f"Ġ{word}" for word in WORDS)]
    tokenizer = Tokenizer(models.BPE({piece: n for n, piece in enumerate(pieces)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", eos_token="[EOS]", model_max_length=2048
    )
    if chat:
        fast.chat_template = CHAT
    fast.save_pretrained(folder)
    return len(pieces)


def save_writer(folder: Path, chat: bool = True) -> Path:
    """A causal language model that writes gibberish."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(0)
    size = _tokenizer(folder, chat)
    LlamaForCausalLM(
        LlamaConfig(
            vocab_size=size,
            hidden_size=16,
            intermediate_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            num_key_value_heads=2,
            max_position_embeddings=2048,
            pad_token_id=0,
            bos_token_id=1,
            eos_token_id=1,
        )
    ).save_pretrained(folder)
    return folder


def save_reader(folder: Path, labels: list[str]) -> Path:
    """A text classifier with these labels."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(0)
    size = _tokenizer(folder, chat=False)
    BertForSequenceClassification(
        BertConfig(
            vocab_size=size,
            hidden_size=16,
            intermediate_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            max_position_embeddings=64,
            initializer_range=1.0,
            pad_token_id=0,
            num_labels=len(labels),
            id2label=dict(enumerate(labels)),
            label2id={label: n for n, label in enumerate(labels)},
        )
    ).save_pretrained(folder)
    return folder


def save_reciter(folder: Path, pieces: list[str], endless: bool = False) -> Path:
    """A chat model that answers with these pieces in order, all different, whatever it is asked.

    Each token's embedding stands alone and leads to the next piece's; with `endless` the last
    piece leads back to the first.
    """
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    bytes_as = dict(zip(range(33, 127), map(chr, range(33, 127)), strict=True)) | {32: "Ġ", 10: "Ċ"}
    told = ["".join(bytes_as[byte] for byte in piece.encode("ascii")) for piece in pieces]
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    names = ["[PAD]", "[EOS]", *alphabet, *told]
    tokenizer = Tokenizer(models.BPE({name: n for n, name in enumerate(names)}, []))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", eos_token="[EOS]", model_max_length=8192
    )
    fast.chat_template = CHAT
    fast.save_pretrained(folder)
    size = len(names) + len(names) % 2
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=size,
            hidden_size=size,
            intermediate_size=2,
            num_hidden_layers=1,
            num_attention_heads=1,
            num_key_value_heads=1,
            head_dim=2,
            max_position_embeddings=8192,
            tie_word_embeddings=False,
            pad_token_id=0,
            bos_token_id=1,
            eos_token_id=1,
        )
    )
    first = len(names) - len(told)
    after = {names.index(">"): first} | {first + n: first + n + 1 for n in range(len(told))}
    after[len(names) - 1] = first if endless else 1
    with torch.no_grad():
        for weights in model.parameters():
            weights.copy_(torch.ones_like(weights) if weights.ndim == 1 else weights * 0)
        model.model.embed_tokens.weight.copy_(torch.eye(size))
        for token, following in after.items():
            model.lm_head.weight[following, token] = 1.0
    model.save_pretrained(folder)
    return folder
