namespace WisdomWave.Dialog.Storage;

/// <summary>Nothing can be written at the moment, whatever it is: the same write may succeed later.</summary>
/// <param name="reason">For logs; no content.</param>
/// <param name="innerException">What SQLite said; null when there is more to write than there is room for.</param>
internal sealed class StorageUnavailableException(string reason, Exception? innerException = null) : Exception(reason, innerException);
