using Aspire.Hosting.Running;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Carries out commands on resources: starting one again that has ended.</summary>
public class ResourceCommandService
{
    private readonly DistributedApplicationModel _model;
    private readonly ApplicationRunner _runner;

    internal ResourceCommandService(DistributedApplicationModel model, ApplicationRunner runner) => (_model, _runner) = (model, runner);

    /// <param name="resourceId">Here a resource's name: the stand-in runs one instance of each.</param>
    /// <param name="commandName">One of <see cref="KnownResourceCommands"/>.</param>
    /// <param name="cancellationToken">Not looked at: a start does not wait.</param>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        var isDone = commandName == KnownResourceCommands.StartCommand
            && _model.Resources.FirstOrDefault(resource => resource.Name == resourceId) is { } resource
            && _runner.TryStartAgain(resource);
        return Task.FromResult(new ExecuteCommandResult { Success = isDone, Message = isDone ? null : $"'{commandName}' cannot be carried out on '{resourceId}'." });
    }
}
