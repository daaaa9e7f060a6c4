namespace WisdomWave.Load.Processes;

/// <summary>The reason why a run cannot continue, for the person who started it.</summary>
internal sealed class LoadException(string message) : Exception(message);
