package site

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"framelab/site/words"
)

func TestScriptWords(t *testing.T) {
	all := words.Words{"lang": "en", "a.b": "1", "a.c": "2", "rule.x": "3", "rule.y-z": "4", "kind.q": "5", "ab": "6"}
	assert.Equal(t, words.Words{"lang": "en", "a.b": "1", "rule.x": "3", "rule.y-z": "4", "kind.q": "5"},
		scriptWords(all, "t('a.b') + t(`rule.${name}`) + t('kind.' + kind)"))
	assert.Equal(t, words.Words{"lang": "en"}, scriptWords(all, "import { t } from './words.js'; t(key)"))
}
