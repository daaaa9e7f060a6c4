namespace WisdomWave.ServiceDefaults.Startup;

/// <summary>The service cannot start, and the operator can help it.</summary>
/// <param name="sentence">Names the setting or the thing, and what would be good; no secrets.</param>
/// <param name="innerException">What told us, if anything did.</param>
public sealed class StartupException(string sentence, Exception? innerException = null) : Exception(sentence, innerException);
