using WisdomWave.Load.Outside;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Load.Processes;

/// <summary>Free ports, and the port at which a process reaches another: a forwarder's, if traffic is counted.</summary>
internal sealed class Ports
{
    private readonly HashSet<int> _taken = [];
    private readonly List<LinkOptions> _links = [];

    public Ports(bool countsBytes)
    {
        (Outside, Redis, Completion, CompletionHttp2, Dialog, DialogHttp2, Ingress) = (Next(), Next(), Next(), Next(), Next(), Next(), Next());
        DialogForIngress = Reach("ingress to dialog", DialogHttp2);
        CompletionForDialog = Reach("dialog to completion", CompletionHttp2);
        TelegramForIngress = Reach("ingress to Telegram", Outside);
        ModelForCompletion = Reach("completion to the model", Outside);

        int Reach(string name, int port)
        {
            if (!countsBytes)
                return port;
            _links.Add(new LinkOptions(name, Next(), port));
            return _links[^1].From;
        }
    }

    public int Outside { get; }

    public int Redis { get; }

    public int Completion { get; }

    public int CompletionHttp2 { get; }

    public int Dialog { get; }

    public int DialogHttp2 { get; }

    public int Ingress { get; }

    public int DialogForIngress { get; }

    public int CompletionForDialog { get; }

    public int TelegramForIngress { get; }

    public int ModelForCompletion { get; }

    public IReadOnlyList<LinkOptions> Links => _links;

    public static string Address(int port) => $"http://127.0.0.1:{port}";

    private int Next()
    {
        int port;
        do
            port = FreePort.OnLoopback();
        while (!_taken.Add(port));
        return port;
    }
}
