namespace WisdomWave.ServiceDefaults.Operating;

/// <summary>The result of an operator endpoint. A failure is a problem (RFC 9457) with a similar sentence in <c>detail</c>.</summary>
/// <param name="Message">One sentence that the dashboard shows.</param>
public record OperatorAnswer(string Message);
