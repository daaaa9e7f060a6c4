namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a callback sees while a resource's arguments are put together; an argument is a string or an <see cref="IValueProvider"/>.</summary>
public sealed class CommandLineArgsCallbackContext(IList<object> args, CancellationToken cancellationToken = default)
{
    public IList<object> Args { get; } = args;

    public CancellationToken CancellationToken { get; } = cancellationToken;
}
