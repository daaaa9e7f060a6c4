using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WisdomWave.Contracts.Dialog;
using WisdomWave.Ingress.Delivery;
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

        Assert.Equal(ReportResult.Stored, await first);
        Assert.All(await Task.WhenAll(others), result => Assert.Equal(ReportResult.Stored, result));
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
        Assert.Equal([ReportResult.Stored, ReportResult.Refused, ReportResult.Stored], stored);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    public async Task ARequestThatIsRefusedBecauseOfOneReportIsSplitUntilTheOthersAreStored(int status)
    {
        await using var host = await IngressHost.StartAsync();
        var reporter = host.Services.GetRequiredService<PartReporter>();
        host.Dialog.RefusesRequestWith = report => report.Part == 77 ? status : null;
        var answered = new TaskCompletionSource();
        host.Dialog.ReportsHeldUntil = answered.Task;

        // The first request holds the others back, so that they share the second one.
        var first = reporter.ReportAsync(Guid.CreateVersion7(), 0, Sent, Token);
        await Eventually.HoldsAsync(() => host.Dialog.ReportRequests.Count == 1, "the first request has arrived");
        var others = Enumerable.Range(0, 200).Select(part => reporter.ReportAsync(Guid.CreateVersion7(), part, Sent, Token)).ToArray();
        answered.SetResult();

        Assert.Equal(ReportResult.Stored, await first);
        Assert.Equal(Enumerable.Range(0, 200).Select(part => part == 77 ? ReportResult.Refused : ReportResult.Stored), await Task.WhenAll(others));
        Assert.Contains(200, host.Dialog.ReportRequests);
        Assert.InRange(host.Dialog.ReportRequests.Count, 2, 20);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task ADialogThatIsUnavailableIsAwayForAllReports(int status)
    {
        await using var host = await IngressHost.StartAsync();
        host.Dialog.RefusesRequestWith = _ => status;

        Assert.Equal(ReportResult.Away, await host.Services.GetRequiredService<PartReporter>().ReportAsync(Guid.CreateVersion7(), 0, Sent, Token));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(500)]
    public async Task AReportThatDialogNeverStoresIsGivenUpAndTheNextOnesAreSent(int? status)
    {
        await using var host = await IngressHost.StartAsync();
        if (status is null)
            host.Dialog.CannotStore = report => report.Part == 0;
        else
            host.Dialog.RefusesRequestWith = report => report.Part == 0 ? status : null;
        var reports = new PartReports(
            Guid.CreateVersion7(), host.Services.GetRequiredService<PartReporter>(), host.Services.GetRequiredService<DialogPresence>(), TimeProvider.System);

        reports.Add(0, 7, PartState.Final);
        reports.Add(1, 8, PartState.Last);
        await reports.DrainAsync(Token).WaitAsync(Eventually.Limit, Token);

        // Five tries of the first report, one of the second.
        Assert.Equal(6, host.Dialog.ReportRequests.Count);
        Assert.Contains(host.Log.Of(LogLevel.Error), line => line.Contains("is given up, because dialog cannot store it", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReportsFailWhileDialogIsAwayAndSucceedLater()
    {
        await using var host = await IngressHost.StartAsync();
        var reporter = host.Services.GetRequiredService<PartReporter>();
        host.Dialog.IsAway = true;

        Assert.Equal(ReportResult.Away, await reporter.ReportAsync(Guid.CreateVersion7(), 0, Sent, Token));
        host.Dialog.IsAway = false;
        Assert.Equal(ReportResult.Stored, await reporter.ReportAsync(Guid.CreateVersion7(), 0, Sent, Token));
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

        Assert.Equal(ReportResult.Stored, await other);
    }
}
