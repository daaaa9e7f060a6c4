namespace WisdomWave.Dialog.Prompting;

/// <summary>How the tokens of one call are shared out.</summary>
internal sealed class PromptBudget
{
    /// <summary>
    /// A chat message costs 3 tokens and its role (1) beside its content; the answer is primed with 3. Published by OpenAI
    /// for its chat models (129 tokens for the reference conversation with cl100k, 124 with o200k); others are close to it.
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

    /// <summary>The room kept for the answer.</summary>
    public int AnswerTokens { get; }

    public int PersonaTokens { get; }

    public int PinnedTokens { get; }

    /// <summary>Persona, pinned messages, and what every prompt costs.</summary>
    public int FixedTokens { get; }

    /// <summary>What is left for the question and the turns before it.</summary>
    public int HistoryTokens { get; }

    /// <summary>Once old turns must leave, so many leave that the next ones fit for a while.</summary>
    public int SafeHistoryTokens => HistoryTokens / 4 * 3;

    /// <summary>More pinned text than this would leave too little room for talking.</summary>
    public static int LargestPinned(int maxTokens) => maxTokens / 3;

    public static int Cost(RememberedTurn turn) => turn.Tokens + (2 * MessageOverhead);

    public static int CostOfQuestion(int questionTokens) => questionTokens + MessageOverhead;
}
