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
