using Microsoft.Extensions.Options;
using WisdomWave.Completion.Models;
using WisdomWave.ServiceDefaults.Startup;

namespace WisdomWave.Completion.Transcribing;

internal static class TranscribingRegistration
{
    public static void AddTranscribing(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<TranscribingOptions>().BindConfiguration("Transcribing")
            .Require("Transcribing:Model", o => !string.IsNullOrWhiteSpace(o.Model), "is empty", "gpt-4o-mini-transcribe")
            .Require("Transcribing:TimeLimit", o => o.TimeLimit > TimeSpan.Zero, "is not above zero", "00:02:00")
            .Require("Transcribing:MaxBytes", o => o.MaxBytes > 0, "is not above zero", "26214400")
            .Require("Transcribing:InputPrice", o => o.HasGoodPrices, "and OutputPrice are not both set, or a price is negative", "3 for a million tokens")
            .ValidateOnStart();
        builder.Services.AddSingleton(services =>
            ModelsRegistration.AudioClient(services, services.GetRequiredService<IOptions<TranscribingOptions>>().Value.Model));
        builder.Services.AddSingleton<Transcriber>();
    }
}
