using Microsoft.Extensions.DependencyInjection;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Dialog;
using WisdomWave.Ingress.Tests.Fixtures;

namespace WisdomWave.Ingress.Tests.Delivery;

public sealed class PartReporterTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;
    private static readonly PartReport Sent = new(7, PartState.Placeholder);

    [Fact]
    public async Task ReportsThatComeDuringARequestShareTheNextOne()
    {
        await using var host = await IngressHost.StartAsync();
        var reporter = host.Services.GetRequiredService<PartReporter>();
        var answered = new TaskCompletionSource();
        host.Dialog.ReportsHeldUntil = answered.Task;

        var first = reporter.ReportAsync(Guid.CreateVersion7(), 0, Sent, Token);
        await Eventually.HoldsAsync(() => host.Dialog.ReportRequests.Count == 1, "the first request has arrived");
        var others = Enumerable.Range(0, 300).Select(_ => reporter.ReportAsync(Guid.CreateVersion7(), 0, Sent, Token)).ToArray();
        Assert.False(first.IsCompleted);
        answered.SetResult();

        Assert.True(await first);
        Assert.All(await Task.WhenAll(others), Assert.True);
        Assert.Equal([1, 256, 44], host.Dialog.ReportRequests);
    }

    [Fact]
    public async Task OnlyTheReportThatDialogCannotStoreHasFailed()
    {
        await using var host = await IngressHost.StartAsync();
        var reporter = host.Services.GetRequiredService<PartReporter>();
        host.Dialog.CannotStore = report => report.Part == 1;
        var answered = new TaskCompletionSource();
        host.Dialog.ReportsHeldUntil = answered.Task;

        var reports = Enumerable.Range(0, 3).Select(part => reporter.ReportAsync(Guid.CreateVersion7(), part, Sent, Token)).ToArray();
        answered.SetResult();

        var stored = await Task.WhenAll(reports);
        Assert.Equal([true, false, true], stored);
    }

    [Fact]
    public async Task ReportsFailWhileDialogIsAwayAndSucceedLater()
    {
        await using var host = await IngressHost.StartAsync();
        var reporter = host.Services.GetRequiredService<PartReporter>();
        host.Dialog.IsAway = true;

        Assert.False(await reporter.ReportAsync(Guid.CreateVersion7(), 0, Sent, Token));
        host.Dialog.IsAway = false;
        Assert.True(await reporter.ReportAsync(Guid.CreateVersion7(), 0, Sent, Token));
    }

    [Fact]
    public async Task WhoStopsWaitingDoesNotStopTheRequestOfTheOthers()
    {
        await using var host = await IngressHost.StartAsync();
        var reporter = host.Services.GetRequiredService<PartReporter>();
        var answered = new TaskCompletionSource();
        host.Dialog.ReportsHeldUntil = answered.Task;
        using var leaving = new CancellationTokenSource();

        var leaver = reporter.ReportAsync(Guid.CreateVersion7(), 0, Sent, leaving.Token);
        var other = reporter.ReportAsync(Guid.CreateVersion7(), 0, Sent, Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver);
        answered.SetResult();

        Assert.True(await other);
    }
}
