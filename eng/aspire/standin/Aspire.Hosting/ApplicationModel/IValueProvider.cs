namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that is known at the latest when its reader starts.</summary>
public interface IValueProvider
{
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}
