namespace WisdomWave.Playground.OpenAi.Wire;

/// <summary>One message of a prompt, reduced to what the scripted model looks at.</summary>
/// <param name="Role"><c>system</c>, <c>developer</c>, <c>user</c>, <c>assistant</c>.</param>
/// <param name="Text">All text parts, joined.</param>
/// <param name="Images">How many image parts there were.</param>
public sealed record PromptMessage(string Role, string Text, int Images = 0);
