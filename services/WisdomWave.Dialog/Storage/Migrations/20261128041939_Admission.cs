using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WisdomWave.Dialog.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Admission : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "AskedAt",
                table: "Strangers",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Language",
                table: "Strangers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Name",
                table: "Strangers",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsAdmin",
                table: "Access",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "IsEarlier",
                table: "Access",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "Name",
                table: "Access",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "Since",
                table: "Access",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Claims",
                columns: table => new
                {
                    BotId = table.Column<long>(type: "INTEGER", nullable: false),
                    Username = table.Column<string>(type: "TEXT", nullable: false),
                    Code = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Claims", x => x.BotId);
                });

            // Until this version, a bot without lists was open to everybody. Those who have used it stay let in; where the
            // configuration has lists, these rows have no effect. What an admin has said goes before.
            migrationBuilder.Sql(
                """
                INSERT OR IGNORE INTO "Access" ("BotId", "Id", "IsAllowed", "IsAdmin", "IsEarlier")
                SELECT "BotId", "PersonId", 1, 0, 1 FROM "Usage" WHERE "PersonId" > 0
                UNION SELECT "BotId", "ChatId", 1, 0, 1 FROM "Usage" WHERE "ChatId" < 0
                UNION SELECT "BotId", "PersonId", 1, 0, 1 FROM "Turns" JOIN "Conversations" ON "Conversations"."Id" = "ConversationId"
                    WHERE "IsQuestion" = 1 AND "PersonId" > 0
                UNION SELECT "BotId", "ChatId", 1, 0, 1 FROM "Turns" JOIN "Conversations" ON "Conversations"."Id" = "ConversationId"
                    WHERE "IsQuestion" = 1 AND "ChatId" < 0
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Claims");

            migrationBuilder.DropColumn(
                name: "AskedAt",
                table: "Strangers");

            migrationBuilder.DropColumn(
                name: "Language",
                table: "Strangers");

            migrationBuilder.DropColumn(
                name: "Name",
                table: "Strangers");

            migrationBuilder.DropColumn(
                name: "IsAdmin",
                table: "Access");

            migrationBuilder.DropColumn(
                name: "IsEarlier",
                table: "Access");

            migrationBuilder.DropColumn(
                name: "Name",
                table: "Access");

            migrationBuilder.DropColumn(
                name: "Since",
                table: "Access");
        }
    }
}
