namespace WisdomWave.ServiceDefaults.Operating;

/// <summary>What an operator endpoint did. A failure is a problem (RFC 9457) whose <c>detail</c> is such a sentence.</summary>
/// <param name="Message">One sentence, which the dashboard shows.</param>
public record OperatorAnswer(string Message);
