// What glibc's <spawn.h> declares for _GNU_SOURCE alone, which Swift's Glibc does not have.
#pragma once
#include <spawn.h>

/// posix_spawn_file_actions_addchdir_np
int spawn_in_folder(posix_spawn_file_actions_t *_Nonnull actions, const char *_Nonnull folder);
/// posix_spawn_file_actions_addclosefrom_np
int spawn_closing_from(posix_spawn_file_actions_t *_Nonnull actions, int first);
