using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(WisdomWave.Dialog.Tests.SharedDialogs.End))]

namespace WisdomWave.Dialog.Tests;

/// <summary>
/// Running services that tests borrow one after the other, because a start costs more processor time than most tests. Never two tests at a
/// time: the scripted completion and the log belong to the test that has borrowed the service.
/// </summary>
internal static class SharedDialogs
{
    /// <summary>
    /// More than there are tests at a time, for classes whose tests use several settings. Not many more: each running service adds some ten
    /// megabytes to what the garbage collections of every start look through.
    /// </summary>
    private const int MostIdle = 12;

    private static readonly Lock Gate = new();
    private static readonly List<DialogService> Idle = [];

    /// <returns>A service that was started like this and that nobody uses; null for none.</returns>
    public static DialogService? Take(Action<IServiceCollection>? configure, string[] settings)
    {
        lock (Gate)
        {
            var service = Idle.FindLast(idle => idle.IsStartedWith(configure, settings));
            if (service is not null)
                Idle.Remove(service);
            return service;
        }
    }

    /// <returns>A service that must be stopped, so that not too many are running; null for none.</returns>
    public static DialogService? PutBack(DialogService service)
    {
        lock (Gate)
        {
            Idle.Add(service);
            if (Idle.Count <= MostIdle)
                return null;

            var oldest = Idle[0];
            Idle.RemoveAt(0);
            return oldest;
        }
    }

    /// <summary>Stops the services at the end of the run.</summary>
    public sealed class End : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            while (Idle is [.., var last])
            {
                Idle.Remove(last);
                await last.StopForGoodAsync();
            }
        }
    }
}
