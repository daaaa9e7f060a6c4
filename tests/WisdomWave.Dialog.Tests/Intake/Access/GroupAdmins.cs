using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace WisdomWave.Dialog.Tests.Intake.Access;

/// <summary>A stand-in for the endpoint of ingress that knows the admins of the group -100.</summary>
internal sealed class GroupAdmins : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<long, bool> _admins;
    private int _asked;

    private GroupAdmins(WebApplication app, ConcurrentDictionary<long, bool> admins) => (_app, _admins) = (app, admins);

    /// <summary>The setting for <see cref="DialogService.StartAsync"/>.</summary>
    public string Setting => $"--services:ingress:http:0={_app.Urls.Single()}";

    /// <summary>The number of requests.</summary>
    public int Asked => _asked;

    /// <summary>Responses wait for this task.</summary>
    public Task Silence { get; set; } = Task.CompletedTask;

    public static async Task<GroupAdmins> StartAsync(params long[] admins)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.WebHost.WaitForSlowClients();
        var app = builder.Build();
        var started = new GroupAdmins(app, new(admins.Select(admin => KeyValuePair.Create(admin, true))));
        app.MapGet("/bots/7/chats/-100/admins/{person:long}", started.AnswerAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return started;
    }

    public void Demote(long person) => _admins[person] = false;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> AnswerAsync(long person)
    {
        Interlocked.Increment(ref _asked);
        await Silence;
        return _admins.GetValueOrDefault(person) ? Results.NoContent() : Results.NotFound();
    }
}
