namespace WisdomWave.Load.Processes;

/// <summary>Why a run cannot go on, in words for the person who started it.</summary>
internal sealed class LoadException(string message) : Exception(message);
