using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace WisdomWave.Dialog.Storage.Migrations
{
    /// <inheritdoc />
    public partial class ForgettingUndo : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ForgottenIn",
                table: "Turns",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ForgottenIn",
                table: "Pins",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PersonId",
                table: "Pins",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "Forgettings",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    ConversationId = table.Column<long>(type: "INTEGER", nullable: false),
                    PersonId = table.Column<long>(type: "INTEGER", nullable: false),
                    ForgottenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    TrimNoticed = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsUndone = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Forgettings", x => x.Sequence);
                    table.ForeignKey(
                        name: "FK_Forgettings_Conversations_ConversationId",
                        column: x => x.ConversationId,
                        principalTable: "Conversations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Turns_ForgottenIn",
                table: "Turns",
                column: "ForgottenIn",
                filter: "\"ForgottenIn\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Forgettings_ConversationId",
                table: "Forgettings",
                column: "ConversationId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Forgettings");

            migrationBuilder.DropIndex(
                name: "IX_Turns_ForgottenIn",
                table: "Turns");

            migrationBuilder.DropColumn(
                name: "ForgottenIn",
                table: "Turns");

            migrationBuilder.DropColumn(
                name: "ForgottenIn",
                table: "Pins");

            migrationBuilder.DropColumn(
                name: "PersonId",
                table: "Pins");
        }
    }
}
