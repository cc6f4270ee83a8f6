"""The labels of messages that are not FAQ questions."""

OUT_OF_SCOPE = "out_of_scope"
URGENT = "urgent_danger"

DIALOGUE = frozenset(
    {
        "greet",
        "goodbye",
        "thanks",
        "affirm",
        "deny",
        "bot_identity",
        "help_menu",
        "change_language",
        "job_search",
        "transfer_cost",
        "budget_help",
        "human_handoff",
        URGENT,
        "delete_my_data",
        "feedback_positive",
        "feedback_negative",
        OUT_OF_SCOPE,
    }
)
"""Everything else is the key of a FAQ entry."""
