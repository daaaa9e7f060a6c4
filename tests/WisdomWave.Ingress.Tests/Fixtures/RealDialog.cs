using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using WisdomWave.Contracts;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Dialog;
using WisdomWave.Dialog.Tests;

namespace WisdomWave.Ingress.Tests.Fixtures;

/// <summary>A real dialog with a temporary database and a scripted model.</summary>
internal sealed class RealDialog : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wisdomwave-ingress-").FullName;
    private readonly WebApplication _app;

    private RealDialog(ScriptedCompletion completion)
    {
        Completion = completion;
        _app = DialogApp.Build([
            "--urls=http://127.0.0.1:0",
            $"--WISDOMWAVE_DATA_DIR={_folder}",
            $"--services:completion:http:0={completion.Address}",
            "--MODEL_NAME=test-model",
            "--Access:Open=true",
            "--RateLimits:QuestionsPerMinute=0",
            "--RateLimits:PendingMessages=0",
            "--Logging:Console:LogLevel:Default=None",
        ]);
    }

    public ScriptedCompletion Completion { get; }

    public async Task<IReadOnlyList<TurnRef>> UndeliveredAsync()
    {
        using var http = new HttpClient();
        var address = $"{_app.Urls.Single()}/bots/110201543/turns";
        return (await http.GetFromJsonAsync(address, ContractsJson.Default.TurnRefArray, TestContext.Current.CancellationToken))!;
    }

    /// <summary>The setting that points ingress to this dialog.</summary>
    public string Setting => $"services:dialog:http:0={_app.Urls.Single()}";

    public static async Task<RealDialog> StartAsync()
    {
        var dialog = new RealDialog(await ScriptedCompletion.StartAsync());
        await dialog._app.StartAsync(TestContext.Current.CancellationToken);
        return dialog;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await Completion.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
