namespace WisdomWave.Dialog.Prompting;

/// <summary>How the tokens of one call are divided.</summary>
internal sealed class PromptBudget
{
    /// <summary>
    /// A chat message costs 3 tokens plus 1 for its role in addition to its content; the answer is primed with 3. Published by OpenAI for
    /// its chat models (129 tokens for the reference conversation with cl100k, 124 with o200k); other models are close.
    /// </summary>
    internal const int MessageOverhead = 4, PrimingOverhead = 3;

    private const int LargestAnswer = 4096;

    public PromptBudget(int maxTokens, int systemTokens, int pinnedTokens = 0)
    {
        MaxTokens = maxTokens;
        AnswerTokens = Math.Min(maxTokens / 4, LargestAnswer);
        PersonaTokens = systemTokens + MessageOverhead;
        PinnedTokens = pinnedTokens == 0 ? 0 : pinnedTokens + MessageOverhead;
        FixedTokens = PrimingOverhead + PersonaTokens + PinnedTokens;
        HistoryTokens = Math.Max(0, maxTokens - AnswerTokens - FixedTokens);
    }

    /// <summary><c>MAX_TOKENS</c>: prompt and answer together.</summary>
    public int MaxTokens { get; }

    /// <summary>Reserved for the answer.</summary>
    public int AnswerTokens { get; }

    public int PersonaTokens { get; }

    public int PinnedTokens { get; }

    /// <summary>Persona, pinned messages and the fixed overhead of a prompt.</summary>
    public int FixedTokens { get; }

    /// <summary>Available to the question and earlier turns.</summary>
    public int HistoryTokens { get; }

    /// <summary>When old turns must leave the window, it shrinks to this size, so that the next few questions fit.</summary>
    public int SafeHistoryTokens => HistoryTokens / 4 * 3;

    /// <summary>More pinned text than this would leave too little room for the conversation.</summary>
    public static int LargestPinned(int maxTokens) => maxTokens / 3;

    public static int Cost(RememberedTurn turn) => turn.Tokens + (2 * MessageOverhead);

    public static int CostOfQuestion(int questionTokens) => questionTokens + MessageOverhead;
}
