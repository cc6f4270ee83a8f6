"""Rasa component: a tokenizer that keeps every script (Rasa's own drops Tifinagh, Adlam and presentation forms)."""

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.normalise import normalise, tokenize


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class ScriptTokenizer(Tokenizer):
    """Words, numbers and emoji of the normalised text, in any script."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """What Rasa's base class asks for; intents are never split here."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens with their places in the normalised text."""
        text = normalise(message.get(attribute) or "")
        tokens, start = [], 0
        for word in tokenize(text):
            start = text.find(word, start)
            tokens.append(Token(word, start))
            start += len(word)
        return tokens or [Token(text or " ", 0)]
