namespace WisdomWave.AppHost.Resources;

/// <summary>A file or folder that is written before a resource starts, and that the resource reads.</summary>
/// <param name="Path">Its place when the app host runs the resource. A published folder has it elsewhere.</param>
/// <param name="IsSecret">Whether only the resource may read it.</param>
/// <param name="WriteAsync">Writes it to the given path.</param>
internal sealed record WrittenFile(string Path, bool IsSecret, Func<string, CancellationToken, Task> WriteAsync) : IResourceAnnotation;

internal static class WrittenFileExtensions
{
    public static IResourceBuilder<T> WithFile<T>(this IResourceBuilder<T> resource, string path, bool isSecret, Func<string, CancellationToken, Task> writeAsync)
        where T : IResource =>
        resource
            .WithAnnotation(new WrittenFile(path, isSecret, writeAsync))
            .OnBeforeResourceStarted((_, _, cancellationToken) => writeAsync(path, cancellationToken));
}
